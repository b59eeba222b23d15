"""The product as feeds see it, without a product: what a test puts in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from services.settings import Settings, load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from services.feed import FeedBatch, HeldAccount, ServerClock


@dataclass
class FakeHost:
    """A host that knows what it is told; *pushed* is handed out once."""

    settings: Settings = field(default_factory=lambda: load({}))
    accounts: list[HeldAccount] = field(default_factory=list)
    last_deals: dict[tuple[str, str], datetime] = field(default_factory=dict)
    kept_clocks: dict[str, list[ServerClock]] = field(default_factory=dict)
    pushed: list[FeedBatch] = field(default_factory=list)

    def held(self, *, demo: bool) -> Sequence[HeldAccount]:
        return [one for one in self.accounts if one.account.is_demo == demo]

    def last_deal(self, login: str, server: str) -> datetime | None:
        return self.last_deals.get((login, server))

    def clocks(self, server: str) -> Sequence[ServerClock]:
        return self.kept_clocks.get(server, [])

    def rate(self, base: str, quote: str) -> float | None:
        return 1.0 if base == quote else None

    def take_pushed(self) -> Sequence[FeedBatch]:
        taken, self.pushed = self.pushed, []
        return taken

    def book(self, batch: FeedBatch) -> None:
        """Keep of a batch what the product would tell the feed again."""
        for report in batch.reports:
            key = (report.account.login, report.account.server)
            times = [deal.time for deal in report.deals]
            if times:
                self.last_deals[key] = max([*times, self.last_deals.get(key, times[0])])
            if report.clock is not None:
                self.kept_clocks.setdefault(report.account.server, []).append(report.clock)
