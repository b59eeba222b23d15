"""WebSocket frames that are made once and sent to many: unmasked, uncompressed, whole."""

from __future__ import annotations

TEXT = 0x81
SHORT, MEDIUM = 126, 1 << 16


def text_frame(payload: bytes) -> bytes:
    r"""A text message as one frame, ready for any socket.

    >>> text_frame(b"{}")
    b'\x81\x02{}'
    """
    size = len(payload)
    if size < SHORT:
        return bytes((TEXT, size)) + payload
    if size < MEDIUM:
        return bytes((TEXT, SHORT)) + size.to_bytes(2, "big") + payload
    return bytes((TEXT, SHORT + 1)) + size.to_bytes(8, "big") + payload
