"""Servers that send the same frames to everybody: `python -m benchmarks._live_server NAME`.

Prints its port. Each line on standard input is answered: a number is how many frames a second to send from
now on (the answer is how many were sent), `cpu` asks for the seconds of processor time so far.
"""

from __future__ import annotations

import logging
import queue
import socket
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import click
from flask import Flask
from flask_sock import Sock
from werkzeug.serving import make_server

import api
from benchmarks._live_frames import Frames, text
from dashboard import handover
from services.live.bus.local_bus import LocalBus
from services.live.limits import Limits
from services.live.stream import Stream
from services.settings import load

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 5_000
WELCOME = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"


def ours() -> tuple[int, Callable[[], None]]:
    """The stream: the web server's thread hands the socket over."""
    bus, frames = LocalBus(), Frames()
    stream = Stream(load({}), bus, Limits(clients=MOST), receives=False)
    stream.start()
    bus.publish(frames.state())
    server = api.make_server()
    handover.install(server, handover.InProcess(stream))
    return served(server), lambda: bus.publish(frames.next())


def flask_sock() -> tuple[int, Callable[[], None]]:
    """What flask-sock's documentation leads to: a thread and a queue for each client."""
    queues: list[queue.Queue[str]] = []
    server = Flask("peer")
    sock = Sock(server)

    @sock.route("/ws")  # type: ignore[untyped-decorator] # flask-sock is untyped
    def stream(ws: Any) -> None:  # noqa: ANN401 - simple-websocket is untyped
        own: queue.Queue[str] = queue.Queue()
        queues.append(own)
        try:
            while True:
                ws.send(own.get())
        finally:
            queues.remove(own)

    def send() -> None:
        message = text()
        for own in tuple(queues):
            own.put(message)

    return served(server), send


def floor() -> tuple[int, Callable[[], None]]:
    """Nothing but the system call: one loop of `send` over all sockets."""
    sockets: list[socket.socket] = []
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024)

    def welcome() -> None:
        while True:
            sock, _ = listener.accept()
            sock.recv(4096)
            sock.sendall(WELCOME)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.setblocking(False)  # noqa: FBT003 - the socket's own signature
            sockets.append(sock)

    def send() -> None:
        payload = text().encode()
        frame = b"\x81\x7e" + len(payload).to_bytes(2, "big") + payload
        for sock in list(sockets):
            try:
                sock.send(frame)
            except OSError:
                sockets.remove(sock)

    threading.Thread(target=welcome, daemon=True).start()
    return listener.getsockname()[1], send


def served(server: Flask) -> int:
    """The port of *server*, running in a thread under werkzeug."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    running = make_server("127.0.0.1", 0, server, threaded=True)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    return running.server_port


def main(name: str) -> None:
    """Serve until standard input ends."""
    port, send = {"ours": ours, "flask_sock": flask_sock, "floor": floor}[name]()
    rate, sent = 0.0, 0

    def tick() -> None:
        nonlocal sent
        due = time.monotonic()
        while True:
            if not rate:
                due = time.monotonic()
                time.sleep(0.02)
                continue
            send()
            sent += 1
            due += 1 / rate
            time.sleep(max(0.0, due - time.monotonic()))

    threading.Thread(target=tick, daemon=True).start()
    click.echo(port)
    for line in sys.stdin:
        if line.strip() == "cpu":
            click.echo(time.process_time())
        else:
            rate = float(line)
            click.echo(sent)


if __name__ == "__main__":
    main(sys.argv[1])
