"""Through which day everything is known that can still change a tax year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

WINDOW = timedelta(days=30)


def known_through(
    last: Mapping[str, date], holding: Collection[str], complete: Mapping[str, date], year: int
) -> date | None:
    """The earliest day through which the accounts that matter to a year are known; None without any.

    An account is known through its *last* execution, or the day that the taxpayer says (*complete*), all by
    name. One that is *holding* nothing and did nothing since thirty days before the year does not matter.
    """
    since = date(year, 1, 1) - WINDOW
    known = {account: max(day, complete.get(account, day)) for account, day in last.items()}
    counting = [day for account, day in known.items() if last[account] >= since or account in holding]
    return min(counting, default=max(known.values(), default=None))
