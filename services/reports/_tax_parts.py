"""What stands beside the rows of a tax year: totals, other classes, the bridge, washes, lots, decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.exports import Column, Fact, Facts, Kind, Table
from services.reports._tax_rows import american
from services.tax.model import ZERO
from services.tax.schedule_d import Totals, schedule_d

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.tax.model import FormRow, TaxYear

TEXT, MONEY, NUMBER, INTEGER = Kind.TEXT, Kind.MONEY, Kind.NUMBER, Kind.INTEGER
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


def bridge_part(found: TaxYear) -> Table:
    """From the ledger's result of what is on the form to the form's gains."""
    columns = (Column("step", "Step", TEXT), Column("amount", "Amount", MONEY, 2), Column("why", "Why", TEXT))
    lines = [[step.label, step.amount, step.why] for step in found.bridge]
    return Table("bridge", "From the ledger to the form", columns, lines, size=len(lines))


def washes_part(found: TaxYear) -> Table:
    """Which purchase washed which loss."""
    columns = (
        Column("symbol", "Symbol", TEXT),
        Column("sold", "Loss of", TEXT),
        Column("loss_account", "Account", TEXT),
        Column("loss_lot", "Lot", TEXT),
        Column("quantity", "Shares", NUMBER),
        Column("disallowed", "Denied", MONEY, 2),
        Column("replacement_acquired", "Replaced on", TEXT),
        Column("replacement_account", "In", TEXT),
        Column("replacement_lot", "By lot", TEXT),
        Column("permanent", "For good", TEXT),
    )
    lines = [
        [
            *(wash.symbol, american(wash.sold), wash.loss_account, wash.loss_lot, wash.quantity),
            *(wash.disallowed, american(wash.replacement_acquired), wash.replacement_account),
            *(wash.replacement_lot, "yes" if wash.is_permanent else "no"),
        ]
        for wash in found.washes
    ]
    empty = "No loss of this year is washed by what is known."
    return Table("washes", "Wash detail", columns, lines, size=len(lines), empty=empty)


def lots_part(found: TaxYear) -> Table:
    """What was held at the end of the year."""
    columns = (
        Column("account", "Account", TEXT),
        Column("symbol", "Symbol", TEXT),
        Column("quantity", "Quantity", NUMBER),
        Column("acquired", "Acquired", TEXT),
        Column("holding_start", "Term counts from", TEXT),
        Column("basis", "Basis", MONEY, 2),
        Column("side", "Side", TEXT),
        Column("lot", "Lot", TEXT),
    )
    lines = [
        [
            *(lot.account, lot.symbol, lot.quantity, american(lot.acquired), american(lot.holding_start)),
            *(lot.basis, "short" if lot.is_short else "long", lot.lot),
        ]
        for lot in found.open_lots
    ]
    empty = "Nothing was held at the end of the year."
    return Table("open_lots", "Lots open", columns, lines, size=len(lines), empty=empty)


def compared_part(found: TaxYear) -> Table:
    """Our sales beside a broker's, by account, symbol and day."""
    columns = (
        Column("account", "Account", TEXT),
        Column("symbol", "Symbol", TEXT),
        Column("sold", "Sold", TEXT),
        Column("proceeds", "(d) ours", MONEY, 2),
        Column("their_proceeds", "(d) 1099", MONEY, 2),
        Column("basis", "(e) ours", MONEY, 2),
        Column("their_basis", "(e) 1099", MONEY, 2),
        Column("wash", "Wash ours", MONEY, 2),
        Column("their_wash", "Wash 1099", MONEY, 2),
        Column("verdict", "Verdict", TEXT),
    )
    lines = [
        [
            *(one.account, one.symbol, american(one.sold), one.proceeds, one.their_proceeds, one.basis),
            *(one.their_basis, one.wash, one.their_wash, one.verdict),
        ]
        for one in found.compared
    ]
    note = "Rows keep the broker's proceeds and basis; codes and column (g) say what is right."
    return Table("compared", "Beside Form 1099", columns, lines, size=len(lines), note=note)


def decisions_part(found: TaxYear) -> Table:
    """What nobody could classify."""
    columns = (
        Column("account", "Account", TEXT),
        Column("symbol", "Symbol", TEXT),
        Column("trades", "Closing deals", INTEGER),
        Column("result", "Result", MONEY, 2),
        Column("reason", "Why it is asked", TEXT),
    )
    lines = [[one.account, one.symbol, one.trades, one.result, one.reason] for one in found.decisions]
    empty = "Every symbol has its class."
    return Table("decisions", "Decisions", columns, lines, size=len(lines), empty=empty)


def left_out_part(found: TaxYear) -> Table:
    """Accounts without rows."""
    columns = (
        Column("account", "Account", TEXT),
        Column("trades", "Closing deals", INTEGER),
        Column("reason", "Why it has no rows", TEXT),
    )
    lines = [[one.account, one.trades or None, one.reason] for one in found.left_out]
    empty = "Every account has its rows."
    return Table("left_out", "Accounts without rows", columns, lines, size=len(lines), empty=empty)
