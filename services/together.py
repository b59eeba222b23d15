"""Accounts as one over a period: figures, curve, and what each account adds to the totals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.calc.beside import ALONE
from services.calc.curve import joint_curve
from services.calc.portfolio import combine
from services.calc.portfolio_totals import member_totals, portfolio_digits
from services.comparison.minor_units import amount, minor_units
from services.measure import measure_portfolio
from services.model import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from services.answers import EquityCurve
    from services.calc.beside import Beside
    from services.calc.period import Period
    from services.calc.portfolio import Portfolio
    from services.calc.portfolio_totals import MemberTotals
    from services.calc.return_kernel import DailySeries
    from services.metrics import MetricValue
    from services.model import Account
    from services.trade_books import TradeBook


@dataclass(frozen=True, slots=True)
class Member:
    """What an account adds to the accounts together, in their currency; columns of these sum to the total.

    `share` is its part of the net profit, NaN where all together made nothing; `flows` are deposits less
    withdrawals; `equity` and `floating` are None where nobody recorded them.
    """

    account: Account
    net_profit: Decimal
    share: float
    trades: int
    flows: Decimal
    balance: Decimal
    equity: Decimal | None
    floating: Decimal | None


@dataclass(frozen=True, slots=True)
class Together:
    """Accounts as one over a period; without rates between them there is no money but `not_added`."""

    accounts: tuple[Account, ...]
    currency: str
    currency_digits: int
    zone: str
    period: Period
    net: tuple[MetricValue, ...]
    members: tuple[Member, ...]
    curve: EquityCurve | None
    not_added: str = ""
    days: DailySeries | None = None

    def value(self, name: str) -> MetricValue | None:
        """The metric called *name*; None where money was not added up."""
        return next((value for value in self.net if value.metric.name == name), None)


def portfolio_of(book: TradeBook) -> Portfolio:
    """The joint track and trades of accounts whose money can be added."""
    return combine(book.records, book.rates, book.terms.currency, book.terms.zone)


def together_of(book: TradeBook, *, intervals: bool = False, beside: Beside = ALONE) -> Together:
    """The accounts of a book as one; with *intervals* metrics have theirs."""
    digits = portfolio_digits(book.records, book.terms.currency)
    if book.not_added or not book.records:
        return Together(
            book.accounts, book.terms.currency, digits, book.terms.zone, book.period, (), (), None,
            book.not_added,
        )  # fmt: skip
    portfolio = portfolio_of(book)
    measured = measure_portfolio(portfolio, book.period, book.terms.zone, beside)
    return Together(
        book.accounts,
        book.terms.currency,
        digits,
        book.terms.zone,
        book.period,
        measured.with_intervals(measured.values()) if intervals else measured.values(),
        _members(book, member_totals(portfolio, book.period)),
        joint_curve(portfolio, book.period),
        days=measured.statistics["account"].days,
    )


def _members(book: TradeBook, totals: Sequence[MemberTotals]) -> tuple[Member, ...]:
    """Each account's part of the net profit by the cents of its trades, largest first."""
    trades, digits = book.trades, book.terms.digits
    minor = minor_units(trades.net, digits)
    whole = int(minor.sum())
    found = []
    for number, member in enumerate(totals):
        own = trades.account == number
        made, booked = int(minor[own].sum()), member.booked
        found.append(
            Member(
                member.account,
                net_profit=amount(made, digits),
                share=made / whole if whole else float("nan"),
                trades=int(np.count_nonzero(own)),
                flows=booked.deposits + booked.withdrawals,
                balance=member.balance,
                equity=member.equity,
                floating=member.floating,
            )
        )
    return tuple(sorted(found, key=lambda one: one.net_profit, reverse=True))


def total_of(members: Sequence[Member], field: str) -> Decimal | None:
    """The sum of a column of members; None where one of them is unknown."""
    values = [getattr(member, field) for member in members]
    return None if None in values else sum(values, ZERO)
