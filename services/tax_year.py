"""One tax year out of what was read and matched; its classes and swaps are the ledger's result."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from services.errors import FileNotMadeError
from services.model import TradeMode
from services.tax.form_1099 import beside_1099
from services.tax.matching import LAST_WINDOW
from services.tax.model import ZERO, LeftOut, Owner
from services.tax.notes import notes_of
from services.tax.rates import sentence_of
from services.tax.statement import blocks_of, policy_text, statement_of
from services.tax.symbol_classes import symbol_classes
from services.tax.totals import booked_in, class_totals, decisions_of
from services.tax.year import TaxYear
from services.tax.year_marks import year_marks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from decimal import Decimal
    from uuid import UUID

    from services.model import Account
    from services.tax.form_1099 import Compared
    from services.tax.model import BridgeLine, FormRow
    from services.tax.rates import DollarRates
    from services.tax.totals import Booked
    from services.tax.year_marks import YearMark
    from services.tax_book import TaxBook
    from services.tax_reading import TaxLedger

CHANGED = "This year is closed, and its rows are no longer those that were filed: consider an amendment."
DEMO = "a demo account: nothing in it is real"
CONTEST = "a contest account: nothing in it is real"
OWNERS = {
    Owner.RETIREMENT: "a retirement account: its purchases count for wash sales",
    Owner.SPOUSE: "a spouse's account: its purchases count for wash sales",
}


def year_of(book: TaxBook, year: int, wanted: Collection[UUID]) -> TaxYear:
    """The year of these accounts, of all when none are named."""
    ledger, matched = book.ledger, book.matched
    prove(ledger)
    mine = [one for one in ledger.accounts if _is_mine(one, ledger) and (not wanted or one.id in wanted)]
    names, rates = {one.name for one in mine}, ledger.rates.anew()
    everything = booked_in(year, ledger.days, ledger.properties, ledger.profile, rates)
    booked = [one for one in everything if one.owned.account.name in names]
    through = book.through(year)
    rows, compared = _rows(book, year, names, through)
    missing = _missing(year, ledger.rates, rates)
    answer = TaxYear(
        year=year,
        rows=rows,
        open_lots=tuple(lot for lot in matched.open_lots(date(year, 12, 31)) if lot.account in names),
        washes=tuple(wash for wash in matched.washes(year) if wash.loss_account in names),
        classes=class_totals(booked),
        decisions=decisions_of(year, everything, ledger.days, ledger.properties),
        is_final=matched.is_final(year, through),
        data_through=through,
        accounts=tuple(one.name for one in mine),
        ledger_result=sum((one.result + one.swap for one in booked), ZERO),
        interest=_interest(booked),
        bridge=proven(year, book.bridge.steps(year, booked, rows, names)),
        left_out=tuple(_left_out(ledger, everything, year)),
        blocks=blocks_of(year, matched.unmatched, [sentence_of(*one) for one in missing.items()]),
        no_rate=tuple(missing),
        policy=policy_text(book.policy),
        compared=compared,
        symbols=symbol_classes(booked),
        marks=_marks(ledger, year, names),
        whole_dollars=ledger.profile.whole_dollars,
    )
    said = statement_of(answer, ledger.profile, book.policy, _clocks(book, mine))
    notes = notes_of(answer, said, only_demo=not ledger.accounts)
    filed = None if wanted else ledger.profile.closed.get(year)
    if filed is not None and filed != digest_of(answer.rows):
        notes += (CHANGED,)
    return replace(answer, statement=said, warnings=notes)


def digest_of(rows: Iterable[FormRow]) -> str:
    """What tells the rows of a year from others: a hash of what they print."""
    printed = ((row.part, row.box, row.description, row.acquired, row.sold, *_amounts(row)) for row in rows)
    return hashlib.sha256("\n".join(map(repr, printed)).encode()).hexdigest()


def _amounts(row: FormRow) -> tuple[object, ...]:
    return row.proceeds, row.basis, row.codes, row.adjustment


def prove(ledger: TaxLedger) -> None:
    """Raises FileNotMadeError where the days of all symbols are not exactly what the ledger booked."""
    booked: dict[UUID, Decimal] = defaultdict(lambda: ZERO)
    for one in ledger.days:
        booked[one.account] += one.profit + one.costs + one.swap
    for traded in ledger.traded:
        booked[traded.account] -= traded.cash
    wrong = [account.name for account in ledger.accounts if booked[account.id]]
    if wrong:
        raise FileNotMadeError(
            f"The classes of {', '.join(wrong)} do not add up to what the ledger booked; nothing is made."
        )


def proven(year: int, bridge: tuple[BridgeLine, ...]) -> tuple[BridgeLine, ...]:
    """The bridge; raises FileNotMadeError where its steps do not lead to the gains of the rows."""
    *steps, gains = bridge
    gap = gains.amount - sum((step.amount for step in steps), ZERO)
    if gap:
        raise FileNotMadeError(
            f"The gains of {year} are {gap:.2f} USD away from what deals and lots say; nothing is made."
        )
    return bridge


def _rows(
    book: TaxBook, year: int, names: Collection[str], through: date | None
) -> tuple[tuple[FormRow, ...], tuple[Compared, ...]]:
    """The rows of these accounts, and beside them what brokers report, which changes them."""
    ours = tuple(row for row in book.matched.rows(year, through) if row.account in names)
    lines = [line for line in book.ledger.reports.get(year, ()) if line.account in names]
    return beside_1099(ours, lines) if lines else (ours, ())


def _missing(year: int, *known: DollarRates) -> dict[str, date]:
    """Currencies without a rate, each with its first such day until the last one that can wash."""
    last = date(year + 1, *LAST_WINDOW)
    found = [item for rates in known for item in rates.missing_until(last).items()]
    return {currency: min(day for one, day in found if one == currency) for currency, _ in sorted(found)}


def _marks(ledger: TaxLedger, year: int, names: Collection[str]) -> tuple[YearMark, ...]:
    found = year_marks(year, ledger.contracts, ledger.prices, ledger.properties, ledger.rates.anew())
    return tuple(mark for mark in found if mark.account in names)


def _clocks(book: TaxBook, mine: Sequence[Account]) -> str:
    """Whose days are counted by which clock, and by which the servers' times were read."""
    days = book.ledger.of_days
    read = (f"{one.name} {'days only' if one.id in days else one.server_zone}" for one in mine)
    servers = ", ".join(read) or "none"
    return (
        f"securities by {book.ledger.profile.exchange_zone}, all else by {book.tax_zone}; servers' times were"
        f" read by: {servers}"
    )


def _is_mine(account: Account, ledger: TaxLedger) -> bool:
    return ledger.profile.owner(str(account.id)) is Owner.TAXPAYER


def _interest(booked: Sequence[Booked]) -> tuple[tuple[str, Decimal], ...]:
    found: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for one in booked:
        found[one.owned.account.name] += one.swap
    return tuple((account, amount) for account, amount in sorted(found.items()) if amount)


def _left_out(ledger: TaxLedger, booked: Sequence[Booked], year: int) -> Iterable[LeftOut]:
    """Accounts without rows: those of others with their trades, then what is not real."""
    for account in ledger.accounts:
        owner = ledger.profile.owner(str(account.id))
        if owner is not Owner.TAXPAYER:
            trades = sum(one.exits for one in booked if one.owned.account.id == account.id)
            yield LeftOut(account.name, trades, OWNERS[owner])
    for account in ledger.left_out:
        is_contest = account.trade_mode is TradeMode.CONTEST
        deals = ledger.left_out_deals.get((account.id, year), 0)
        yield LeftOut(account.name, deals, CONTEST if is_contest else DEMO)
