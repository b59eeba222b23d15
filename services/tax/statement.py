"""What a tax year says of itself: the lines at the head of every file, what blocks it, and its limits."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from services.tax.holding_period import SHORT
from services.tax.model import LotMethod
from services.tax.policy import EVERY_ACCOUNT, SameDay

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from services.tax.model import LeftOut, Unmatched
    from services.tax.policy import Policy
    from services.tax.profile import Profile
    from services.tax.year import TaxYear
    from services.tax.year_marks import YearMark

INCOMPLETE = "NOT COMPLETE"
ADVICE = (
    "This is a worksheet of what the records say, not tax advice. Rows assume that no broker reported the"
    " sales (boxes C, F, I, L) unless a row says otherwise; check them against any Form 1099-B or 1099-DA."
)
LIMITS = (
    "Accounts that are not loaded, purchases of a spouse, a retirement account or a controlled company that"
    " are not here, and mergers, spin-offs and dividends in shares are not known."
)
MOST_NAMES = 10
SAME_DAY = {
    SameDay.CLOCK: "same day by the clock",
    SameDay.SOLD: "what is sold the same day replaces nothing",
    SameDay.HELD: "same day without a clock",
}


def policy_text(policy: Policy) -> str:
    """The policies in one line.

    >>> from services.tax.policy import Policy
    >>> policy_text(Policy())
    'lots fifo; same day by the clock; options replace shares; column (b) actual'
    """
    methods = {item.method for item in policy.instructions} | {LotMethod.FIFO}
    lots = " and ".join(sorted(methods)) + " as instructed" if len(methods) > 1 else LotMethod.FIFO.value
    replaces = "options replace shares" if policy.options_as_replacement else "options replace no shares"
    return f"lots {lots}; {SAME_DAY[policy.same_day]}; {replaces}; column (b) {policy.column_b}"


def statement_of(year: TaxYear, profile: Profile, policy: Policy, clocks: str) -> tuple[tuple[str, str], ...]:
    """Named lines for the head of every file; *clocks* says by which days were counted."""
    through = "no execution is known" if year.data_through is None else f"{year.data_through:%Y-%m-%d}"
    lines = [
        ("Tax year", str(year.year)),
        ("Accounts", ", ".join(year.accounts) or "none"),
        ("Without rows", "; ".join(map(_left_out, year.left_out)) or "none"),
        ("Data through", through),
        ("State", _state(year, profile)),
        ("Clocks", clocks),
        ("Policy", policy_text(policy)),
        ("Lot instructions", _instructions(policy)),
        ("Rows", _rows(year)),
        ("Not on the form", _elsewhere(year) or "nothing"),
        *([("Section 1256 marks", "; ".join(map(_mark, year.marks)))] if year.marks else []),
        ("Limits", LIMITS),
        ("Advice", ADVICE),
    ]
    if year.is_blocked:
        lines.insert(1, (INCOMPLETE, " ".join((*_asks(year), *year.blocks))))
    return tuple(lines)


def blocks_of(year: int, unmatched: Iterable[Unmatched], missing: Sequence[str]) -> tuple[str, ...]:
    """Why the form cannot be filed as it is: missing rates, and sales whose purchase nobody knows."""
    found = [
        f"{one.execution.account}: {one.quantity} {one.execution.symbol} of"
        f" {one.execution.trade_date:%Y-%m-%d} close what was never opened here; import the purchases."
        for one in unmatched
        if one.execution.trade_date.year == year
    ]
    return (*missing, *found)


def gap_of(year: TaxYear) -> str:
    """The first reason why the form is not complete; empty where it is."""
    return next(iter((*_asks(year), *year.blocks)), "")


def _asks(year: TaxYear) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(one.symbol for one in year.decisions))
    if not names:
        return ()
    shown = ", ".join(names[:MOST_NAMES]) + (" and more" if len(names) > MOST_NAMES else "")
    if len(names) == 1:
        return (f"1 symbol needs a decision and has no rows: {shown}.",)
    return (f"{len(names)} symbols need a decision and have no rows: {shown}.",)


def _left_out(one: LeftOut) -> str:
    return f"{one.account} ({one.reason}; {one.trades} closing deals)"


def _state(year: TaxYear, profile: Profile) -> str:
    if year.is_final:
        return "final: everything is known through 30 January" + (
            ", and the year is closed" if year.year in profile.closed else ""
        )
    deadline = date(year.year + 1, 1, 30)
    return f"provisional: wash sales need everything through {deadline:%Y-%m-%d}"


def _instructions(policy: Policy) -> str:
    told = [
        f"{item.account if item.account != EVERY_ACCOUNT else 'every account'}: {item.method}"
        + (f" from {item.effective:%Y-%m-%d}" if item.effective != date.min else "")
        + (f" ({item.evidence})" if item.evidence else "")
        for item in policy.instructions
    ]
    return "; ".join(told) or "none: first in, first out"


def _rows(year: TaxYear) -> str:
    short = sum(row.part == SHORT for row in year.rows)
    boxes = Counter(row.box for row in year.rows)
    by_box = ", ".join(f"box {box} {count}" for box, count in sorted(boxes.items()))
    return f"{short} short-term, {len(year.rows) - short} long-term" + (f"; {by_box}" if by_box else "")


def _elsewhere(year: TaxYear) -> str:
    return "; ".join(
        f"{total.tax_class}: {_deals(total.trades)}, {total.result:.2f} USD, {total.form}, {total.line}"
        for total in year.classes
        if not total.tax_class.is_on_form
    )


def _mark(mark: YearMark) -> str:
    what = f"{mark.account}, {mark.quantity.normalize():f} {mark.symbol} of {mark.day:%Y-%m-%d}"
    if mark.gain is None:
        return f"{what}: {mark.source}"
    verb = "taken back" if mark.is_taken_back else "marked"
    return f"{what} {verb} at {mark.price:f} ({mark.source}): {mark.gain:.2f} USD"


def _deals(count: int) -> str:
    return "1 closing deal" if count == 1 else f"{count} closing deals"
