"""Many WebSocket clients that only count: `python -m benchmarks._live_clients PORT N [STUCK]`.

Prints `ready`; then each line on standard input is answered: `count` by the frames that came, `late` by the
delays of frames since the last time in microseconds, as JSON. STUCK more clients connect and never read.
"""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time

import click

REQUEST = (
    b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
ASK = b'{"action":"subscribe","format":"columns"}'
ASKED = bytes((0x81, 0x80 | len(ASK))) + b"\0\0\0\0" + ASK
STUCK_BUFFER = 4096
STAMP = b'"timestamp":'


class Ear:
    """One client: counts whole frames and notes how late those were that say when they were made."""

    def __init__(self, port: int) -> None:
        self.sock = connected(port)
        self.sock.setblocking(False)  # noqa: FBT003 - the socket's own signature
        self.frames = 0
        self._buffer = b""

    def hear(self, delays: list[int]) -> None:
        """Take in what has come."""
        now = time.monotonic_ns() // 1000
        buffer = self._buffer + self.sock.recv(1 << 18)
        place = 0
        while (end := frame_end(buffer, place)) is not None and end <= len(buffer):
            self.frames += 1
            stamp = buffer.find(STAMP, place, min(end, place + 100))
            if stamp >= 0:
                digits = buffer[stamp + len(STAMP) : stamp + len(STAMP) + 20].split(b",", 1)[0]
                if digits.isdigit():  # the first state may come in rows, before the subscription was heard
                    delays.append(now - int(digits))
            place = end
        self._buffer = buffer[place:]


def frame_end(buffer: bytes, place: int) -> int | None:
    """Where the frame that begins at *place* ends; None while its head has not come."""
    if len(buffer) < place + 10:
        return None
    size = buffer[place + 1] & 0x7F
    if size == 126:
        return place + 4 + int.from_bytes(buffer[place + 2 : place + 4], "big")
    if size == 127:
        return place + 10 + int.from_bytes(buffer[place + 2 : place + 10], "big")
    return place + 2 + size


def connected(port: int, buffer_bytes: int = 0) -> socket.socket:
    """A connection after the handshake, with its subscription."""
    sock = socket.socket()
    if buffer_bytes:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer_bytes)
    sock.connect(("127.0.0.1", port))
    sock.sendall(REQUEST % port)
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += sock.recv(1)
    sock.sendall(ASKED)
    return sock


def main(port: int, count: int, stuck: int) -> None:
    """Connect, and answer until standard input ends."""
    ears = [Ear(port) for _ in range(count)]
    kept = [connected(port, STUCK_BUFFER) for _ in range(stuck)]
    selector = selectors.DefaultSelector()
    for ear in ears:
        selector.register(ear.sock, selectors.EVENT_READ, ear)
    selector.register(sys.stdin, selectors.EVENT_READ)
    delays: list[int] = []
    click.echo("ready")
    while True:
        for key, _ in selector.select():
            if key.data is not None:
                key.data.hear(delays)
                continue
            asked = sys.stdin.readline().strip()
            if asked not in {"count", "late"}:
                for sock in kept:
                    sock.close()
                return
            click.echo(sum(ear.frames for ear in ears) if asked == "count" else json.dumps(delays))
            delays.clear()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0)
