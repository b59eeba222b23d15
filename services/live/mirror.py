"""The newest state, kept by whoever hears the frames: the stream's processes and the web's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from services.live.frame import EventFrame, Market, MarketState, PnlFrame, PositionRow, StateFrame

if TYPE_CHECKING:
    from services.live.frame import AccountEntry, Frame, Values
    from services.live.numbers import FeedNumbers, StreamState


@dataclass(frozen=True, slots=True)
class Row:
    """One account's values now; money in minor units; `time` (milliseconds) is when a value changed last."""

    entry: AccountEntry
    time: int
    values: dict[str, int | None]

    def number(self, column: str) -> int:
        """A value that is always known."""
        return self.values[column] or 0

    @property
    def equity(self) -> int:
        """Balance, credit and floating profit together."""
        return self.number("balance") + self.number("credit") + self.number("unrealized_pnl")

    @property
    def total_pnl(self) -> int:
        """Realised and unrealised profit together."""
        return self.number("realized_pnl") + self.number("unrealized_pnl")

    @property
    def daily_change(self) -> int:
        """Change of equity since the day began, flows left out."""
        return self.equity - self.number("day_base")

    @property
    def daily_change_percentage(self) -> float | None:
        """The same in percent of the capital of the day; None without capital."""
        capital = self.number("day_base")
        return self.daily_change / capital * 100 if capital > 0 else None


class Mirror:
    """Applies frames in order; what does not follow on the last one is a gap until the next state."""

    def __init__(self) -> None:
        self.seq = 0
        self.time = 0
        self.market = Market("", MarketState.DOWN)
        self.accounts: tuple[AccountEntry, ...] = ()
        self.feed: FeedNumbers | None = None
        self.stream: StreamState | None = None
        self._values: dict[str, Values] = {}
        self._times: list[int] = []
        self._positions: dict[str, dict[int, PositionRow]] = {}
        self._rows: dict[str, int] = {}

    @property
    def is_known(self) -> bool:
        """Whether a state has been heard."""
        return self.time > 0

    def apply(self, frame: Frame) -> bool:
        """Take a frame in; False when it can't follow on what is known (a state is needed then)."""
        if isinstance(frame, StateFrame):
            self._adopt(frame)
            return True
        if not self.is_known or frame.seq != self.seq + 1:
            return False
        if isinstance(frame, PnlFrame):
            self._change(frame)
        else:
            self._happen(frame)
        self.seq, self.time = frame.seq, frame.time
        return True

    def agrees(self, frame: StateFrame) -> bool:
        """Whether *frame* says of accounts and values what is known already."""
        return (
            frame.seq == self.seq
            and frame.accounts == self.accounts
            and all(self._values[name] == values for name, values in frame.values.items())
        )

    def row(self, account_id: str) -> Row | None:
        """The account's values now; None when it is not known."""
        place = self._rows.get(account_id)
        return None if place is None else self.row_at(place)

    def row_at(self, place: int) -> Row:
        """The values of the account at a place of `accounts`."""
        values = {name: column[place] for name, column in self._values.items()}
        return Row(self.accounts[place], self._times[place], values)

    def column(self, name: str) -> Values:
        """One value of every account, in the order of `accounts`."""
        return self._values[name]

    def place(self, account_id: str) -> int | None:
        """Where the account stands in `accounts`."""
        return self._rows.get(account_id)

    def positions(self, account_id: str) -> tuple[PositionRow, ...]:
        """The account's open positions at their newest prices, oldest first."""
        return tuple(self._positions.get(account_id, {}).values())

    def state(self) -> StateFrame:
        """All of it as one frame."""
        return StateFrame(
            self.seq,
            self.time,
            self.market,
            self.accounts,
            {name: list(column) for name, column in self._values.items()},
            {account: tuple(rows.values()) for account, rows in self._positions.items()},
            self.feed,
            self.stream,
        )

    def _adopt(self, frame: StateFrame) -> None:
        before = {entry.id: self._times[place] for place, entry in enumerate(self.accounts)}
        is_next = frame.seq == self.seq
        self.seq, self.time, self.market, self.accounts = frame.seq, frame.time, frame.market, frame.accounts
        self.feed, self.stream = frame.feed, frame.stream
        self._values = {name: list(column) for name, column in frame.values.items()}
        self._times = [
            before.get(entry.id, frame.time) if is_next else frame.time for entry in frame.accounts
        ]
        self._rows = {entry.id: place for place, entry in enumerate(frame.accounts)}
        self._positions = {
            account: {row.position_id: row for row in rows} for account, rows in frame.positions.items()
        }

    def _change(self, frame: PnlFrame) -> None:
        for name, (rows, values) in frame.changes.items():
            column = self._values[name]
            for place, value in zip(rows, values, strict=True):
                column[place] = value
                self._times[place] = frame.time
        if frame.quote_time is not None:
            self.market = replace(self.market, quote_time=frame.quote_time)
        for place, position_id, price, profit in frame.ticks:
            held = self._positions.get(self.accounts[place].id, {})
            if position_id in held:
                held[position_id] = replace(held[position_id], price_current=price, profit=profit)

    def _happen(self, frame: EventFrame) -> None:
        if frame.type == "market":
            self.market = Market(**{**frame.data, "state": MarketState(frame.data["state"])})
        if frame.type == "position_update":
            held = self._positions.setdefault(frame.account_id, {})
            for row in [*frame.data.get("opened", ()), *frame.data.get("changed", ())]:
                found = row if isinstance(row, PositionRow) else PositionRow(**row)
                held[found.position_id] = found
            for position_id in frame.data.get("closed", ()):
                held.pop(position_id, None)
