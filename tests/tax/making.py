"""Executions in one line, and rows as the tables of the law show them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any

from services.model import Side
from services.tax.matching import Matched, match
from services.tax.model import Event, Execution, LotMethod, Owner, Right, TaxClass
from services.tax.policy import Instruction, Policy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.tax.model import FormRow, OpenLot

FIFO = Policy()
BY_NAME = Policy(instructions=(Instruction(LotMethod.SPECIFIC),))
NOON = time(12)
_keys = count(1)


def deal(side: Side, day: str, quantity: object, amount: object, **more: Any) -> Execution:
    """An execution at noon of a day of the account A in shares of XYZ, which settles on that day.

    `at` is another time of the day, `owner` and the like are fields of the execution.
    """
    key, traded = f"{next(_keys):06d}", date.fromisoformat(day)
    clock = more.pop("at", NOON)
    symbol = more.get("symbol", "XYZ")
    known = {
        "key": key,
        "account": "A",
        "wallet": more.get("account", "A"),
        "symbol": symbol,
        "identity": symbol,
        "tax_class": TaxClass.F8949_SECURITY,
        "costs": Decimal(0),
        "settlement_date": traded,
        "order": key,
    }
    return Execution(
        side=side,
        quantity=Decimal(str(quantity)),
        amount=Decimal(str(amount)),
        time=datetime.combine(traded, clock, UTC),
        trade_date=traded,
        **(known | more),
    )


def buy(day: str, quantity: object, amount: object, **more: Any) -> Execution:
    """A purchase."""
    return deal(Side.BUY, day, quantity, amount, **more)


def sell(day: str, quantity: object, amount: object, **more: Any) -> Execution:
    """A sale."""
    return deal(Side.SELL, day, quantity, amount, **more)


def split(day: str, ratio: object, **more: Any) -> Execution:
    """A split: so many new shares for one."""
    return deal(Side.BUY, day, ratio, 0, event=Event.SPLIT, **more)


def option(side: Side, day: str, contracts: object, amount: object, **more: Any) -> Execution:
    """A deal in calls on 100 shares of XYZ each."""
    known = {"symbol": "XYZ 100 C", "underlying": "XYZ", "multiplier": Decimal(100), "right": Right.CALL}
    return deal(side, day, contracts, amount, is_option=True, **(known | more))


def all_rows(matched: Matched, through: date | None = None) -> list[FormRow]:
    """Rows of every year, in their order."""
    return [row for year in matched.years for row in matched.rows(year, through)]


def rows_of(executions: Iterable[Execution], policy: Policy = FIFO) -> list[FormRow]:
    """Rows of every year."""
    return all_rows(match(list(executions), policy))


def shown(row: FormRow) -> tuple[str, str, str, str, str, str, str, str, str]:
    """A row as text: part, quantity, (b) to (h)."""
    acquired = row.acquired.isoformat() if row.acquired else "VARIOUS"
    adjustment = "" if row.adjustment is None else f"{row.adjustment:.2f}"
    amounts = f"{row.proceeds:.2f}", f"{row.basis:.2f}", row.codes, adjustment, f"{row.gain:.2f}"
    return row.part, f"{row.quantity:f}", acquired, row.sold.isoformat(), *amounts


def table(executions: Iterable[Execution], policy: Policy = FIFO) -> list[str]:
    """Rows of every year as lines of words."""
    return [" ".join(word or "-" for word in shown(row)) for row in rows_of(executions, policy)]


def opened(lots: Iterable[OpenLot]) -> list[str]:
    """Open lots as "100 @ 1050.00 since 2025-01-16"."""
    return [f"{lot.quantity:f} @ {lot.basis:.2f} since {lot.holding_start.isoformat()}" for lot in lots]


def left(executions: Iterable[Execution], policy: Policy = FIFO) -> list[str]:
    """What is open at the end."""
    return opened(match(list(executions), policy).open_lots())


def days_after(day: str, days: int) -> str:
    """The day that lies so many days after another one."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


SPOUSE, RETIREMENT = Owner.SPOUSE, Owner.RETIREMENT
