"""Why a connection is closed by us, in the numbers that clients know."""

from __future__ import annotations

from enum import IntEnum


class Closing(IntEnum):
    """Close codes: those of the protocol, and our own from 4000 on."""

    GOING_AWAY = 1001
    TOO_BIG = 1009
    TRY_LATER = 1013
    BAD_REQUEST = 4400
    NOT_LOGGED_IN = 4401
    NOT_ALLOWED = 4403
    TOO_SLOW = 4408
    TOO_MANY = 4429


class RefusedError(Exception):
    """A client asked for what it does not get; `code` is for programs, the text for people."""

    def __init__(self, closing: Closing, code: str, message: str) -> None:
        super().__init__(message)
        self.closing = closing
        self.code = code
