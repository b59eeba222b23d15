"""The sums of a tax year: gains, Schedule D, classes and symbols, the bridge from ledger to form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.exports import Column, Fact, Facts, Kind, Table
from services.reports._tax_rows import american
from services.tax.model import ZERO
from services.tax.schedule_d import Totals, schedule_d

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.tax.model import FormRow
    from services.tax.year import TaxYear

TEXT, MONEY, INTEGER = Kind.TEXT, Kind.MONEY, Kind.INTEGER
DOLLARS = "USD"


def summary_part(found: TaxYear, rows: Sequence[FormRow]) -> Facts:
    """The gains of the year."""
    lines = schedule_d(rows)
    gains = (
        ("short_term", "Short-term gain or loss", lines.short_term.gain),
        ("long_term", "Long-term gain or loss", lines.long_term.gain),
        ("net", "Both terms", lines.net),
        ("wash", "Wash sale losses denied", sum((wash.disallowed for wash in found.washes), ZERO)),
    )
    facts = [Fact(name, label, amount, MONEY, 2, DOLLARS) for name, label, amount in gains]
    rows_fact = Fact("rows", "Rows", len(rows), INTEGER)
    return Facts("summary", f"Tax year {found.year}", (*facts, rows_fact))


def totals_part(rows: Sequence[FormRow]) -> Table:
    """What Schedule D takes from the form."""
    columns = (
        Column("line", "Schedule D line", TEXT),
        *(Column(name, label, MONEY, 2) for name, label in SUMS),
    )
    found = schedule_d(rows)
    terms = (("7, short-term", found.short_term), ("15, long-term", found.long_term))
    lines = [[line, *_sums(totals)] for line, totals in (*found.lines, *terms)]
    note = "Lines 7 and 15 as far as Form 8949 fills them; 1a, 8a and other forms are not in them."
    return Table("schedule_d", "Schedule D totals", columns, lines, size=len(lines), note=note)


SUMS = (("d", "(d) Proceeds"), ("e", "(e) Basis"), ("g", "(g) Adjustment"), ("h", "(h) Gain or loss"))


def _sums(totals: Totals) -> tuple[object, ...]:
    return totals.proceeds, totals.basis, totals.adjustment, totals.gain


def classes_part(found: TaxYear) -> Table:
    """Every class with where it belongs; with swaps it is what the ledger booked."""
    columns = (
        Column("class", "Class", TEXT),
        Column("trades", "Closing deals", INTEGER),
        Column("result", "Result", MONEY, 2),
        Column("form", "Form", TEXT),
        Column("line", "Line", TEXT),
        Column("reason", "Why", TEXT),
    )
    lines: list[list[object]] = [
        [total.tax_class.value, total.trades, total.result, total.form, total.line, total.reason]
        for total in sorted(found.classes, key=lambda total: total.tax_class.is_on_form)
    ]
    lines += [
        [f"swaps of {account}", None, amount, "not known", "interest", "interest of positions held overnight"]
        for account, amount in found.interest
    ]
    trades = sum(total.trades for total in found.classes)
    totals = ("the ledger's result of the year", trades, found.ledger_result, "", "", "")
    note = "The last rows are on Form 8949: results are the ledger's here, the bridge leads to the form's."
    return Table("classes", "Not on the form", columns, lines, size=len(lines), totals=totals, note=note)


def symbols_part(found: TaxYear) -> Table:
    """Every symbol with its class and why."""
    columns = (
        Column("account", "Account", TEXT),
        Column("symbol", "Symbol", TEXT),
        Column("class", "Class", TEXT),
        Column("trades", "Closing deals", INTEGER),
        Column("result", "Result", MONEY, 2),
        Column("reason", "Why", TEXT),
        Column("rule", "Rule", TEXT),
    )
    lines = [
        [one.account, one.symbol, one.tax_class.value, one.trades, one.result, one.reason, one.rule]
        for one in found.symbols
    ]
    return Table("symbols", "Symbols", columns, lines, size=len(lines), empty="Nothing was traded.")


def marks_part(found: TaxYear) -> Table:
    """Section 1256 contracts at the end of the year, and those of the year before taken back."""
    columns = (
        Column("account", "Account", TEXT),
        Column("symbol", "Contract", TEXT),
        Column("day", "Marked on", TEXT),
        Column("taken_back", "Taken back", TEXT),
        Column("quantity", "Quantity", Kind.NUMBER),
        Column("price", "Price", Kind.NUMBER),
        Column("gain", "Gain", MONEY, 2),
        Column("source", "By", TEXT),
    )
    lines = [
        [
            *(mark.account, mark.symbol, american(mark.day), "yes" if mark.is_taken_back else "no"),
            *(mark.quantity, mark.price, mark.gain, mark.source),
        ]
        for mark in found.marks
    ]
    note = "By stored prices, not by the exchange's settlement; not in the sums of the classes."
    return Table("marks", "Section 1256 contracts at year end", columns, lines, size=len(lines), note=note)


def bridge_part(found: TaxYear) -> Table:
    """From the ledger's result of what is on the form to the form's gains."""
    columns = (Column("step", "Step", TEXT), Column("amount", "Amount", MONEY, 2), Column("why", "Why", TEXT))
    lines = [[step.label, step.amount, step.why] for step in found.bridge]
    return Table("bridge", "From the ledger to the form", columns, lines, size=len(lines))
