"""The money of several accounts in one currency: what each adds, to the cent, and their exact sums."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from services.calc.deal_columns import CLASSES
from services.calc.ledger import LedgerTotals
from services.calc.money import currency_digits, round_money
from services.calc.period import as_datetime64
from services.calc.totals_kernel import End
from services.model import ZERO, DealClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from services.calc.currency import DailyRates
    from services.calc.deal_columns import DealColumns
    from services.calc.period import Period
    from services.calc.portfolio import Portfolio
    from services.calc.record import TrackRecord
    from services.model import Account


@dataclass(frozen=True, slots=True)
class MemberTotals:
    """What an account adds to a portfolio over a period, in the portfolio's currency and digits.

    `equity` and `floating` are None where nobody recorded them. Deals are converted at the rate of their day,
    what stands at the end at that of the last recorded day.
    """

    account: Account
    balance: Decimal
    equity: Decimal | None
    floating: Decimal | None
    booked: LedgerTotals


def portfolio_digits(records: Sequence[TrackRecord], currency: str) -> int:
    """The decimals that money of these accounts is told with in *currency*."""
    own = [one.account.currency_digits for one in records if one.account.currency == currency]
    return max(own, default=currency_digits(currency))


def member_totals(portfolio: Portfolio, period: Period) -> tuple[MemberTotals, ...]:
    """What each account adds, in the order of the records; sums of these are the portfolio's totals."""
    digits, last = portfolio_digits(portfolio.records, portfolio.currency), _last_day(portfolio, period)
    found = []
    for record in portfolio.records:
        account = record.account
        rates = portfolio.rates.of(account)
        factor = float(rates.factors(account.currency, portfolio.currency, last)[0])
        end = record.end_of(period)
        found.append(
            MemberTotals(
                account,
                balance=_told(end.balance, factor, digits) or ZERO,
                equity=_told(end.equity, factor, digits),
                floating=_told(end.floating, factor, digits),
                booked=_booked(record, rates, portfolio.currency, period, digits),
            )
        )
    return tuple(found)


def joint_end(members: Iterable[MemberTotals]) -> End:
    """Where the accounts stand together; margin is each account's own, so it is of none."""
    balance, equity, floating = ZERO, 0.0, 0.0
    for member in members:
        balance += member.balance
        equity += math.nan if member.equity is None else float(member.equity)
        floating += math.nan if member.floating is None else float(member.floating)
    return End(float(balance), equity, floating)


def joint_booked(members: Iterable[MemberTotals]) -> LedgerTotals:
    """The deals of all accounts."""
    parts = [member.booked for member in members]
    sums = {
        field.name: sum((getattr(part, field.name) for part in parts), ZERO) for field in fields(LedgerTotals)
    }
    return LedgerTotals(**sums)


def _last_day(portfolio: Portfolio, period: Period) -> NDArray[np.datetime64]:
    """The day of the last recorded point before the end of a period, shape (1,)."""
    time, end = portfolio.track.time, as_datetime64(period.end)
    before = int(np.searchsorted(time, end))
    return np.array([time[before - 1] if before else end]).astype("datetime64[D]")


def _told(amount: float, factor: float, digits: int) -> Decimal | None:
    if math.isnan(amount):
        return None
    return round_money(Decimal(repr(amount * factor)), digits)


def _booked(
    record: TrackRecord, rates: DailyRates, currency: str, period: Period, digits: int
) -> LedgerTotals:
    own = record.account.currency
    if own == currency:
        return record.booked_in(period)
    deals = record.ledger.deals
    deals = deals.rows(period.mask(deals.time))
    worth = deals.money * rates.factors(own, currency, deals.time.astype("datetime64[D]"))
    return _by_class(deals, worth, digits)


def _by_class(deals: DealColumns, worth: NDArray[np.float64], digits: int) -> LedgerTotals:
    """The sums by class of deals that are *worth* so much, each rounded once."""
    came = deals.cash >= 0

    def total(*kinds: DealClass, among: NDArray[np.bool_] | None = None) -> Decimal:
        chosen = np.isin(deals.kind, [CLASSES.index(kind) for kind in kinds])
        kept = chosen if among is None else chosen & among
        return round_money(Decimal(repr(float(worth[kept].sum()))), digits)

    return LedgerTotals(
        trades=total(DealClass.TRADE),
        costs=total(DealClass.COST),
        deposits=total(DealClass.FLOW, among=came),
        withdrawals=total(DealClass.FLOW, among=~came),
        bonus=total(DealClass.BONUS),
        credit=total(DealClass.CREDIT),
        other=total(DealClass.UNKNOWN, DealClass.CANCELLED),
    )
