"""The process that holds the MetaTrader5 module, which freezes every thread beside it; run as a program.

It reads a job and answers as lines of JSON, and writes a line each second: a batch, an error, a warning, or
a question about an account.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime
from importlib import import_module
from typing import IO, Any

import orjson

from services.errors import FeedUnavailableError
from services.feed import ServerClock
from services.feed_json import as_json
from services.market._mt5_account import Known
from services.market._mt5_session import Login, Session
from services.market._mt5_terminal import Terminal

MISSING = (
    "The MetaTrader5 package is not installed (there is one for Windows only): run deploy/mt5/agent.py beside"
    " the terminal instead, and set MARKET_DATA_PROVIDER to agent."
)


class Lines:
    """The two ends of the pipe to the product."""

    def __init__(self, reader: IO[bytes], writer: IO[bytes]) -> None:
        self._reader = reader
        self._writer = writer

    def read(self) -> dict[str, Any]:
        """The next line; ends this process when the other end is gone."""
        line = self._reader.readline()
        if not line:
            raise SystemExit(0)
        found: dict[str, Any] = orjson.loads(line)
        return found

    def write(self, kind: str, value: object) -> None:
        """Send a line; ends this process when the other end is gone."""
        try:
            self._writer.write(orjson.dumps({kind: value}) + b"\n")
            self._writer.flush()
        except BrokenPipeError:
            raise SystemExit(0) from None

    def warn(self, sentence: str) -> None:
        """Have a sentence logged."""
        self.write("warning", sentence)

    def known(self, login: str, server: str) -> Known:
        """Ask what the product knows of an account, and wait for it."""
        self.write("ask", [login, server])
        answer = self.read()
        last = answer["last_deal"]
        clocks = tuple(
            ServerClock(datetime.fromisoformat(since), zone, minutes)
            for since, zone, minutes in answer["clocks"]
        )
        return Known(None if last is None else datetime.fromisoformat(last), clocks, answer["zone"])


def serve(lines: Lines) -> None:
    """Look at the terminal each second until the other end is gone."""
    job = lines.read()
    try:
        module = import_module(job["module"])
    except ImportError:
        lines.write("error", MISSING)
        return
    login = Login(job["path"], job["login"], job["password"], job["server"])
    session = Session(Terminal(module), login, lines.known, lines.warn)
    try:
        while True:
            started = time.monotonic()
            _step(session, lines)
            time.sleep(max(job["seconds"] - (time.monotonic() - started), 0.0))
    finally:
        session.close()


def _step(session: Session, lines: Lines) -> None:
    try:
        batches = session.step(datetime.now(UTC))
    except FeedUnavailableError as error:
        lines.write("error", str(error))
        return
    for batch in batches:
        lines.write("batch", as_json(batch))


def main() -> None:
    """Serve on the standard streams; what the module itself prints goes to the log."""
    writer = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(Lines(sys.stdin.buffer, writer))


if __name__ == "__main__":
    main()
