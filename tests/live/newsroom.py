"""A made-up publisher, and a client that believes everything it is told, for tests of the stream."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import orjson
from wsproto.connection import Connection, ConnectionType
from wsproto.events import CloseConnection, TextMessage

from services.live.client import Client
from services.live.frame import (
    COLUMNS,
    AccountEntry,
    EventFrame,
    Frame,
    Market,
    MarketState,
    PnlFrame,
    PositionRow,
    StateFrame,
)
from services.live.mirror import Mirror
from services.live.rows import position_document, row_document
from services.live.visitor import Visitor

if TYPE_CHECKING:
    from services.live.hub import Hub

FIRST = 1_000
START = 1_790_000_000_000


def entry(number: int, digits: int = 2) -> AccountEntry:
    return AccountEntry(f"account-{number}", f"Account {number}", str(700 + number), "USD", digits)


def position(position_id: int, profit: int = 150, price: str = "1.10") -> PositionRow:
    return PositionRow(position_id, "EURUSD", "buy", "0.10", START, "1.09", price, None, None, -5, profit)


class Newsroom:
    """Makes frames that follow on each other; every number of an account is its place times 100 at first."""

    def __init__(self, accounts: int = 3) -> None:
        self.seq, self.time = FIRST, START
        self.entries = tuple(entry(number) for number in range(accounts))
        self.mirror = Mirror()

    def state(self) -> StateFrame:
        if not self.mirror.is_known:
            values: dict[str, list[int | None]] = {
                name: [place * 100 for place in range(len(self.entries))] for name in COLUMNS
            }
            held: dict[str, tuple[PositionRow, ...]] = {self.entries[0].id: (position(1),)}
            market = Market("simulated", MarketState.LIVE, START)
            frame = StateFrame(self.seq, self.time, market, self.entries, values, held)
        else:
            frame = self.mirror.state()
        self.mirror.apply(frame)
        return frame

    def pnl(self, changes: dict[str, dict[int, int]], ticks: tuple[Any, ...] = ()) -> PnlFrame:
        columns = {name: (list(new), list(new.values())) for name, new in changes.items()}
        frame = PnlFrame(*self._next(), columns, ticks)  # type: ignore[arg-type] # int is no list of int | None
        self.mirror.apply(frame)
        return frame

    def event(self, kind: str, account: int | None = None, **data: Any) -> EventFrame:
        account_id = "" if account is None else self.entries[account].id
        frame = EventFrame(*self._next(), kind, account_id, data)
        self.mirror.apply(frame)
        return frame

    def with_accounts(self, accounts: int) -> StateFrame:
        self.entries = tuple(entry(number) for number in range(accounts))
        self.mirror = Mirror()
        self._next()
        return self.state()

    def _next(self) -> tuple[int, int]:
        self.seq += 1
        self.time += 250
        return self.seq, self.time


class Screen:
    """Applies messages as docs/stream.md says, and insists on the law of the numbers."""

    def __init__(self, seq: int | None = None) -> None:
        self.seq = seq
        self.seen: list[dict[str, Any]] = []
        self.accounts: list[str] = []
        self.values: dict[str, Any] = {}
        self.positions: dict[str, dict[int, dict[str, Any]]] = {}
        self.closed: int | None = None
        self._connection = Connection(ConnectionType.CLIENT)
        self._text = ""

    @property
    def types(self) -> list[str]:
        return [message["type"] for message in self.seen]

    @property
    def last(self) -> dict[str, Any]:
        return self.seen[-1]

    def reconnect(self) -> None:
        """A new connection; what is known stays."""
        self._connection = Connection(ConnectionType.CLIENT)
        self._text = ""

    def feed(self, received: bytes) -> None:
        self._connection.receive_data(received)
        for event in self._connection.events():
            if isinstance(event, CloseConnection):
                self.closed = event.code
            if isinstance(event, TextMessage):
                self._text += event.data
                if event.message_finished:
                    text, self._text = self._text, ""
                    self.apply(orjson.loads(text))

    def apply(self, message: dict[str, Any]) -> None:
        self.seen.append(message)
        kind = message["type"]
        if kind in {"hello", "error"}:
            return
        if kind == "snapshot":
            self._adopt(message)
        elif kind == "heartbeat" and (self.seq is None or message["seq"] == self.seq):
            return
        else:
            assert self.seq is not None
            assert message["seq"] == self.seq + 1
            self._change(message)
        self.seq = message["seq"]

    def _adopt(self, message: dict[str, Any]) -> None:
        self.accounts = message["accounts"]
        data = message["data"]
        self.values = data if isinstance(data, dict) else {row["account_id"]: row for row in data}
        self.positions = {
            account: {row["position_id"]: row for row in rows}
            for account, rows in message.get("positions", {}).items()
        }

    def _change(self, message: dict[str, Any]) -> None:
        data = message.get("data")
        if message["type"] == "position_update":
            held = self.positions.setdefault(message["account_id"], {})
            for row in [*data.get("opened", []), *data.get("changed", [])]:  # type: ignore[union-attr]
                held[row["position_id"]] = row
            for gone in data.get("closed", []):  # type: ignore[union-attr]
                held.pop(gone, None)
        elif isinstance(data, dict) and message["type"] == "pnl_update":
            for name, (places, values) in data.items():
                for place, value in zip(places, values, strict=True):
                    self.values[name][place] = value
        elif isinstance(data, list):
            self.values.update({row["account_id"]: row for row in data})
        for tick in message.get("ticks", []):
            self._tick(tick)

    def _tick(self, tick: Any) -> None:
        if isinstance(tick, dict):
            account, number = tick["account_id"], tick["position_id"]
            price, profit = tick["price_current"], tick["profit"]
        else:
            place, number, price, profit = tick
            account = self.accounts[place]
        found = self.positions.get(account, {}).get(number)
        if found is not None:
            found.update(price_current=price, profit=profit)


def greeted(hub: Hub, now: float = 0.0, visitor: Visitor | None = None) -> tuple[Client, Screen]:
    """A client that has joined, and what it sees; `read` it."""
    client = Client(visitor or Visitor("192.0.2.1"))
    hub.join(client, now)
    return client, Screen()


def read(client: Client, screen: Screen) -> Screen:
    """Let everything that waits reach the screen."""
    while (chunk := client.outbox.chunk()) is not None:
        screen.feed(bytes(chunk))
        client.outbox.written(len(chunk))
    return screen


def say(hub: Hub, client: Client, now: float = 0.0, **message: Any) -> None:
    hub.hear(client, orjson.dumps(message).decode(), now)


def take(hub: Hub, *frames: Frame, now: float = 0.0) -> None:
    for frame in frames:
        hub.take(frame, now)


def as_rows(mirror: Mirror) -> dict[str, dict[str, Any]]:
    """The rows of every account without their numbers."""
    rows = (mirror.row_at(place) for place in range(len(mirror.accounts)))
    return {row.entry.id: without_seq(row_document(row, 0)) for row in rows}


def as_columns(mirror: Mirror) -> dict[str, list[int | None]]:
    return {name: mirror.column(name) for name in COLUMNS}


def positions_in_rows(mirror: Mirror) -> dict[str, dict[int, dict[str, Any]]]:
    return {
        item.id: {row.position_id: position_document(row, item.digits) for row in mirror.positions(item.id)}
        for item in mirror.accounts
        if mirror.positions(item.id)
    }


def positions_in_columns(mirror: Mirror) -> dict[str, dict[int, dict[str, Any]]]:
    return {
        item.id: {row.position_id: asdict(row) for row in mirror.positions(item.id)}
        for item in mirror.accounts
        if mirror.positions(item.id)
    }


def without_seq(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "seq"}
