"""The same server in Starlette under uvicorn, run by an interpreter that has both.

Speaks on standard input and output as `_live_server` does; stands alone so that any environment can run it.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import threading
import time
from importlib import import_module
from typing import Any


def text() -> str:
    """A frame of 100 accounts."""
    now = time.monotonic_ns() // 1000
    values = [(now * 7919 + place * 104_729) % 600_000 - 300_000 for place in range(100)]
    data = {"unrealized_pnl": [list(range(100)), values]}
    message = {"type": "pnl_update", "seq": now, "timestamp": now, "data": data, "ticks": []}
    return json.dumps(message, separators=(",", ":"))


def say(word: object) -> None:
    """Answer on standard output."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


class Peer:
    """Sends `rate` frames a second to every client, one after the other."""

    def __init__(self) -> None:
        self.rate, self.sent = 0.0, 0
        self._clients: set[Any] = set()

    async def welcome(self, ws: Any) -> None:  # noqa: ANN401 - Starlette is not there where types are checked
        """Keep a client until it leaves."""
        await ws.accept()
        self._clients.add(ws)
        try:
            while True:
                await ws.receive_text()
        finally:
            self._clients.discard(ws)

    async def send(self) -> None:
        """Send for ever."""
        due = time.monotonic()
        while True:
            if self.rate:
                message = text()
                for ws in list(self._clients):
                    await ws.send_text(message)
                self.sent += 1
            due = max(due + 1 / (self.rate or 50), time.monotonic() - 1)
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    async def serve(self) -> None:
        """Serve on a free port, which is told."""
        uvicorn = import_module("uvicorn")
        routing = import_module("starlette.routing")
        app = import_module("starlette.applications").Starlette(
            routes=[routing.WebSocketRoute("/ws", self.welcome)]
        )
        config = uvicorn.Config(app, log_level="critical", ws_per_message_deflate=False)
        listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
        say(listener.getsockname()[1])
        sending = asyncio.create_task(self.send())
        await uvicorn.Server(config).serve(sockets=[listener])
        sending.cancel()


def main() -> None:
    """Serve until standard input ends."""
    peer = Peer()
    threading.Thread(target=lambda: asyncio.run(peer.serve()), daemon=True).start()
    for line in sys.stdin:
        if line.strip() == "cpu":
            say(time.process_time())
        else:
            peer.rate = float(line)
            say(peer.sent)


if __name__ == "__main__":
    main()
