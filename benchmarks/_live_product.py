"""The whole product as processes of its own, and a client that times its frames."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from simple_websocket import Client, ConnectionClosed  # type: ignore[import-untyped]

from services.settings import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Self

START_SECONDS = 120
SUBSCRIBE = {
    "action": "subscribe",
    "accounts": "all",
    "channels": ["pnl", "positions", "trades", "alerts", "exports", "rules"],
    "format": "columns",
}


@dataclass(frozen=True, slots=True)
class Product:
    """A running product: its address, its folder, and the process that started the others."""

    url: str
    data_dir: Path
    process: subprocess.Popen[str]

    def ask(self, path: str, *, method: str = "GET") -> Any:  # noqa: ANN401 - whatever JSON says
        """An answer of the API."""
        request = urllib.request.Request(f"{self.url}{path}", method=method)  # noqa: S310 - our own
        with urllib.request.urlopen(request, timeout=600) as response:  # noqa: S310 - the same
            return json.loads(response.read())

    def command(self, *arguments: str) -> subprocess.Popen[str]:
        """A command of the product on the same data, begun."""
        return subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, str(PROJECT / "app.py"), *arguments],
            env=_environment(self.data_dir),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


@contextmanager
def product(prepare: Callable[[Path], None] | None = None, **settings: str) -> Iterator[Product]:
    """The product on an embedded database of its own with the demo accounts; *prepare* fills it before."""
    with tempfile.TemporaryDirectory(
        prefix="performance-tracker-bench-", ignore_cleanup_errors=True
    ) as folder:
        Path(folder).chmod(0o755)
        data_dir = Path(folder) / "data"
        if prepare is not None:
            prepare(data_dir)
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, str(PROJECT / "app.py"), "run", "--port", str(port)],
            env=_environment(data_dir) | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        found = Product(f"http://localhost:{port}", data_dir, process)
        try:
            wait_for(lambda: found.ask("/health")["services"]["market_data"] == "ok")
            yield found
        finally:
            process.terminate()
            process.wait()


def wait_for(holds: Callable[[], bool], seconds: float = START_SECONDS) -> float:
    """Seconds until it holds; raises TimeoutError. What cannot be asked does not hold yet."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        with suppress(OSError, ValueError, KeyError):
            if holds():
                return time.monotonic() - begun
        time.sleep(0.05)
    raise TimeoutError("It did not come true in time.")


@dataclass(slots=True)
class Watcher:
    """A client that notes how old each frame is when it comes, and whether any is missing or doubled."""

    url: str
    ages: list[float] = field(default_factory=list)
    missing: int = 0
    doubled: int = 0
    seq: int = 0
    farewell: str = ""
    _thread: threading.Thread | None = None
    _socket: Client | None = None

    def __enter__(self) -> Self:
        self._socket = Client.connect(self.url.replace("http", "ws") + "/ws")
        self._socket.send(json.dumps(SUBSCRIBE))
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._socket is not None:
            with suppress(ConnectionClosed, OSError):
                self._socket.close()
        if self._thread is not None:
            self._thread.join(5)

    def take(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """The ages (milliseconds) since the last call; raises ConnectionError when no more will come."""
        if self._thread is not None and not self._thread.is_alive():
            raise ConnectionError(f"The stream closed the connection: {self.farewell}")
        ages, self.ages = self.ages, []
        return np.array(ages)

    def _watch(self) -> None:
        assert self._socket is not None
        while True:
            try:
                text = self._socket.receive()
            except ConnectionClosed as closed:
                self.farewell = str(closed)
                return
            else:
                now = time.time() * 1000
                frame = json.loads(text)
                if frame["type"] == "pnl_update":
                    self.ages.append(now - frame["timestamp"])
                self._count(frame)

    def _count(self, frame: dict[str, Any]) -> None:
        if frame["type"] == "hello" or (frame["type"] == "heartbeat" and frame["seq"] == self.seq):
            return
        if frame["type"] != "snapshot" and self.seq:
            self.missing += max(frame["seq"] - self.seq - 1, 0)
            self.doubled += frame["seq"] <= self.seq
        self.seq = frame["seq"]


def _environment(data_dir: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "DATA_DIR": str(data_dir), "LOG_LEVEL": "WARNING"}
