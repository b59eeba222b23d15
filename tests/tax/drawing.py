"""Drawn deals of four accounts: the taxpayer's two, the spouse's, and one for retirement."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from services.model import Side
from services.tax.model import Owner
from tests.tax.making import deal

if TYPE_CHECKING:
    from services.tax.model import Execution

Step = tuple[int, str, bool, int, int, str]
FIRST = date(2024, 10, 1)
OWNERS = {"A": Owner.TAXPAYER, "B": Owner.TAXPAYER, "S": Owner.SPOUSE, "R": Owner.RETIREMENT}
steps = st.tuples(
    st.integers(0, 20),
    st.sampled_from("AAABSR"),
    st.booleans(),
    st.integers(1, 30),
    st.integers(1, 50),
    st.sampled_from("XXY"),
)


def deals_of(drawn: list[Step], *, whole: bool = False) -> list[Execution]:
    """Deals of the drawn steps; with *whole* every price is in cents and nobody sells what is not held."""
    day, held, found = FIRST, defaultdict[tuple[str, str], int](int), []
    for days, account, is_buy, units, price, symbol in drawn:
        day += timedelta(days=days)
        known = held[account, symbol]
        count, side = units, Side.BUY if is_buy else Side.SELL
        if whole:
            count, side = (units, Side.BUY) if is_buy or not known else (min(units, known), Side.SELL)
        held[account, symbol] += count if side is Side.BUY else -count
        amount = Decimal(count * price) / 100 if whole else Decimal(units * price * 7) / 300
        costs = Decimal(0) if whole else Decimal("0.35")
        more = {"account": account, "owner": OWNERS[account], "symbol": symbol}
        found.append(
            deal(side, day.isoformat(), count, amount.quantize(Decimal("0.01")), costs=costs, **more)
        )
    return found
