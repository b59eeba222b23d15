"""The results of a year by class, with where each belongs, and what nobody could classify."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

from services.tax.classify import elected
from services.tax.model import ZERO, ClassTotal, Decision, TaxClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from services.tax.booked import TradeDay
    from services.tax.profile import Profile
    from services.tax.property import Property
    from services.tax.rates import DollarRates

CENT = Decimal("0.01")
WINDOW = timedelta(days=30)
NO_SIZE = "what one unit stands for is not known; import a column multiplier, or say it with the class"


class Place(NamedTuple):
    """Where results of a class are reported, and why."""

    form: str
    line: str
    reason: str


PLACES = {
    TaxClass.F8949_SECURITY: Place("Form 8949", "Schedule D", "securities held as property"),
    TaxClass.F8949_DIGITAL: Place("Form 8949", "Schedule D", "digital assets held as property"),
    TaxClass.S1256: Place(
        "Form 6781",
        "Part I, then Schedule D lines 4 and 11 (40 % and 60 %)",
        "section 1256; contracts open at the end of the year are marked beside this figure, not in it",
    ),
    TaxClass.S988: Place(
        "Schedule 1", "line 8z, one net figure", "section 988: ordinary, no capital gain or loss"
    ),
    TaxClass.SWAP_ORDINARY: Place(
        "Schedule 1",
        "line 8z, one net figure",
        "contracts for difference are swaps: ordinary",
    ),
    TaxClass.MTM_475: Place(
        "Form 4797", "Part II, line 10", "section 475(f); what was open on 31 December is not in this figure"
    ),
    TaxClass.NOT_REALIZED: Place("none", "none", "nothing was sold"),
    TaxClass.UNKNOWN: Place("not known", "none", "needs your decision"),
}


@dataclass(frozen=True, slots=True)
class Booked:
    """What a symbol booked on a day, in whole cents of dollars."""

    owned: Property
    day: date
    tax_class: TaxClass
    exits: int
    profit: Decimal
    costs: Decimal
    swap: Decimal

    @property
    def result(self) -> Decimal:
        """Profit after costs, without swaps."""
        return self.profit + self.costs


def booked_in(
    year: int,
    days: Iterable[TradeDay],
    properties: Mapping[tuple[UUID, str], Property],
    profile: Profile,
    rates: DollarRates,
) -> list[Booked]:
    """What was booked in a year."""
    found = []
    for one in days:
        if one.day.year != year:
            continue
        owned = properties[one.account, one.symbol]
        amounts = one.profit, one.costs, one.swap
        rate = rates.of(owned.account.currency, one.day) if any(amounts) else ZERO
        profit, costs, swap = (_cents(amount * rate) for amount in amounts)
        tax_class = elected(owned.found, one.day, profile)
        found.append(Booked(owned, one.day, tax_class, one.exits, profit, costs, swap))
    return found


def class_totals(booked: Iterable[Booked]) -> tuple[ClassTotal, ...]:
    """Trades and results of each class, in the order of the classes."""
    trades: dict[TaxClass, int] = defaultdict(int)
    results: dict[TaxClass, Decimal] = defaultdict(lambda: ZERO)
    for one in booked:
        trades[one.tax_class] += one.exits
        results[one.tax_class] += one.result
    return tuple(
        ClassTotal(kind, trades[kind], results[kind], *PLACES[kind]) for kind in TaxClass if kind in trades
    )


def decisions_of(
    year: int,
    booked: Iterable[Booked],
    days: Iterable[TradeDay],
    properties: Mapping[tuple[UUID, str], Property],
) -> tuple[Decision, ...]:
    """The symbols that need one: what was traded in the year or within thirty days of it."""
    first, last = date(year, 1, 1) - WINDOW, date(year, 12, 31) + WINDOW
    open_questions = {key: why for key, owned in properties.items() if (why := _question(owned))}
    asked = {
        (one.account, one.symbol)
        for one in days
        if (one.account, one.symbol) in open_questions and first <= one.day <= last
    }
    sums: dict[tuple[UUID, str], tuple[int, Decimal]] = dict.fromkeys(asked, (0, ZERO))
    for one in booked:
        key = one.owned.account.id, one.owned.symbol
        if key in sums:
            sums[key] = sums[key][0] + one.exits, sums[key][1] + one.result
    found = [
        Decision(properties[key].account.name, key[1], *told, open_questions[key])
        for key, told in sums.items()
    ]
    return tuple(sorted(found, key=lambda item: (item.account, item.symbol)))


def _question(owned: Property) -> str:
    if owned.found.tax_class is TaxClass.UNKNOWN:
        return owned.found.reason
    return NO_SIZE if owned.found.tax_class.is_on_form and owned.multiplier is None else ""


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
