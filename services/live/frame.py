"""What the engine tells the stream: frames in order, money as integers in the currency's minor units.

A frame's `seq` rises by one with each frame that is not a `StateFrame`; a state repeats the newest number.
Times are milliseconds since 1970 in UTC. An account is known by its place (row) in the newest state.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

import orjson

from services.live.numbers import FeedNumbers, StreamState

COLUMNS = (
    "balance",
    "credit",
    "realized_pnl",
    "unrealized_pnl",
    "realized_today",
    "realized_week",
    "realized_month",
    "day_base",
    "margin",
    "open_positions",
    "stale",
)
"""Values of an account, integers; money but for `open_positions` and `stale` (0 or 1).

`unrealized_pnl` includes swap; equity = balance + credit + unrealized_pnl; total_pnl = realized_pnl +
unrealized_pnl; daily_change = equity - day_base, told as a fraction of it; `margin` is None when
nobody knows it.
"""

Values: TypeAlias = list[int | None]


class MarketState(StrEnum):
    """How the feed is: prices come, come late, have stopped, its source is down, or the market is closed."""

    LIVE = "live"
    DELAYED = "delayed"
    STALE = "stale"
    DOWN = "down"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Market:
    """The feed's state; `quote_time` is that of the newest quote, `refused` counts quotes of no use."""

    provider: str
    state: MarketState
    quote_time: int | None = None
    refused: int = 0


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """An account of the stream; `digits` are those of its currency's minor unit."""

    id: str
    name: str
    login: str
    currency: str
    digits: int
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class PositionRow:
    """An open position; prices and volume are decimals as text, `swap` and `profit` in minor units."""

    position_id: int
    symbol: str
    side: str
    volume: str
    time: int
    price_open: str
    price_current: str | None
    stop_loss: str | None
    take_profit: str | None
    swap: int
    profit: int


@dataclass(frozen=True, slots=True)
class StateFrame:
    """Everything as it is at `seq`: values by column for every account, open positions by account id.

    `feed` and `stream` are what the process that sends it has counted; clients are not told.
    """

    seq: int
    time: int
    market: Market
    accounts: tuple[AccountEntry, ...]
    values: dict[str, Values]
    positions: dict[str, tuple[PositionRow, ...]] = field(default_factory=dict)
    feed: FeedNumbers | None = None
    stream: StreamState | None = None


@dataclass(frozen=True, slots=True)
class PnlFrame:
    """What changed since the frame before: by column the rows and their values.

    `ticks` are new prices of open positions: (row, position_id, price as text, profit in minor units);
    `quote_time` is when the newest quote behind it was made.
    """

    seq: int
    time: int
    changes: dict[str, tuple[list[int], Values]]
    ticks: tuple[tuple[int, int, str, int], ...] = ()
    quote_time: int | None = None


@dataclass(frozen=True, slots=True)
class EventFrame:
    """Something that happened: `type` is position_update, trade_closed, alert, market, export or prop_update.

    `account_id` is empty for what concerns all. Data of a position_update: `{"opened": [...], "changed":
    [...], "closed": [position_id...]}` with rows of `PositionRow`; of a market: the fields of `Market`.
    """

    seq: int
    time: int
    type: str
    account_id: str
    data: dict[str, Any]


Frame: TypeAlias = StateFrame | PnlFrame | EventFrame
_KINDS: dict[str, type[Any]] = {"state": StateFrame, "pnl": PnlFrame, "event": EventFrame}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def encoded(frame: Frame) -> bytes:
    """The frame as it travels between processes."""
    return orjson.dumps({"kind": _NAMES[type(frame)], "frame": frame})


def decoded(message: bytes) -> Frame:
    """The frame of a message; raises ValueError for anything else."""
    try:
        found = orjson.loads(message)
        values = found["frame"]
        kind = _KINDS[found["kind"]]
        if kind is StateFrame:
            return _state(values)
        if kind is PnlFrame:
            changes = {name: (rows, new) for name, (rows, new) in values["changes"].items()}
            ticks = tuple(map(tuple, values["ticks"]))
            return PnlFrame(values["seq"], values["time"], changes, ticks, values["quote_time"])
        return EventFrame(**values)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("This is not a frame of the live stream.") from error


def _state(values: dict[str, Any]) -> StateFrame:
    market = values["market"]
    return StateFrame(
        seq=values["seq"],
        time=values["time"],
        market=Market(**{**market, "state": MarketState(market["state"])}),
        accounts=tuple(AccountEntry(**entry) for entry in values["accounts"]),
        values=values["values"],
        positions={
            account: tuple(PositionRow(**row) for row in rows)
            for account, rows in values["positions"].items()
        },
        feed=None if values["feed"] is None else FeedNumbers(**values["feed"]),
        stream=None if values["stream"] is None else StreamState(**values["stream"]),
    )
