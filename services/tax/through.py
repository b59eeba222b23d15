"""Through which day everything is known that can still change a tax year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from services.tax.model import Execution, OpenLot

WINDOW = timedelta(days=30)


def known_through(
    executions: Iterable[Execution], held: Iterable[OpenLot], complete: Mapping[str, date], year: int
) -> date | None:
    """The earliest last day of the accounts that matter to a year; None without any execution.

    An account is known through its last execution, or the day that the taxpayer says (*complete*, by name).
    One that holds nothing and did nothing since thirty days before the year does not matter.
    """
    last: dict[str, date] = {}
    for item in executions:
        last[item.account] = max(item.trade_date, last.get(item.account, item.trade_date))
    holding = {lot.account for lot in held}
    since = date(year, 1, 1) - WINDOW
    known = {account: max(day, complete.get(account, day)) for account, day in last.items()}
    counting = [day for account, day in known.items() if last[account] >= since or account in holding]
    return min(counting, default=max(known.values(), default=None))
