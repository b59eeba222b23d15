"""What is told of a terminal's account: its rows as batches of values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.feed import AccountReport, FeedBatch
from services.market._mt5_convert import account_of, deal_of, position_of, state_of, symbol_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from services.feed import ServerClock
    from services.market._mt5_clock import ServerClocks
    from services.market._mt5_terminal import Row, Terminal
    from services.model import Deal, Position, Symbol

CHUNK = 5_000


class Reporter:
    """Turns rows into reports; *specifications* are the server's SymbolInfo by name."""

    def __init__(self, clocks: ServerClocks, specifications: dict[str, Row]) -> None:
        self._clocks = clocks
        self._specifications = specifications
        self._told: set[str] = set()

    def tell_again(self) -> None:
        """Tell every symbol anew."""
        self._told = set()

    def reports(
        self,
        account: Row,
        deals: Iterable[Row],
        held: Iterable[Row],
        symbols: tuple[Symbol, ...],
        clock: ServerClock | None,
        stated_at: datetime | None,
    ) -> list[FeedBatch]:
        """One report a batch: a long history comes in parts, the state (if it is right) with the last one."""
        named, digits = account_of(account), account["currency_digits"]
        rows = sorted(deals, key=lambda deal: (deal["time_msc"], deal["ticket"]))
        booked = [self._deal(row, digits) for row in rows]
        zone = self._clocks.zone if self._clocks.is_known else None
        *parts, last = [booked[start : start + CHUNK] for start in range(0, max(len(booked), 1), CHUNK)]
        report = AccountReport(
            named,
            deals=tuple(last),
            positions=tuple(self._position(row, digits) for row in held),
            stated=None if stated_at is None else state_of(account, stated_at),
            symbols=symbols,
            server_zone=zone,
            clock=clock,
        )
        early = [AccountReport(named, deals=tuple(part), server_zone=zone) for part in parts]
        return [FeedBatch(reports=(part,)) for part in (*early, report)]

    def symbols(self, terminal: Terminal, names: set[str]) -> tuple[Symbol, ...]:
        """Specifications that were not told yet; those of symbols that came later are asked for once."""
        news = names - self._told - {""}
        if news - self._specifications.keys():
            self._specifications.update({row["name"]: row for row in terminal.symbols()})
        self._told |= news
        return tuple(
            symbol_of(self._specifications[name]) for name in sorted(news) if name in self._specifications
        )

    def _deal(self, row: Row, digits: int) -> Deal:
        return deal_of(row, self._clocks.to_utc, digits=digits, step=self._step(row))

    def _position(self, row: Row, digits: int) -> Position:
        return position_of(row, self._clocks.to_utc, digits=digits, step=self._step(row))

    def _step(self, row: Row) -> float:
        return float(self._specifications.get(row["symbol"], {}).get("volume_step", 0.0))
