"""What a tax year adds up to: key figures, Schedule D lines, what is not on the form, the bridge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.explanation import note_explanation
from components.kpi import Kpi
from components.table import Column, cell, plain_table
from services.tax.model import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.tax.model import BridgeLine, FormRow, TaxYear
    from services.tax.schedule_d import ScheduleD

LINES = (
    Column("Schedule D"),
    Column("(d) Proceeds", "number"),
    Column("(e) Basis", "number"),
    Column("(g)", "number", "Adjustment"),
    Column("(h) Gain", "number strong", "Gain or loss"),
)
CLASSES = (
    Column("Class"),
    Column("Closing deals", "number muted"),
    Column("Result", "number strong"),
    Column("Form and line"),
    Column("Why", "muted told"),
)
STEPS = (Column("Step", "told"), Column("USD", "number"))
NAMES = {
    "F8949_SECURITY": "Securities",
    "F8949_DIGITAL": "Digital assets",
    "S1256": "Section 1256 contracts",
    "S988": "Currencies, section 988",
    "SWAP_ORDINARY": "Contracts for difference",
    "MTM_475": "Marked to market, section 475(f)",
    "NOT_REALIZED": "Nothing realized",
    "UNKNOWN": "Not decided",
}
WASH_WORDS = (
    "A loss does not count while the same thing is bought within 30 days before or after its sale. It is"
    " added to the basis of that purchase instead, and so is not lost."
)


def tax_kpis(found: TaxYear, rows: Sequence[FormRow], totals: ScheduleD) -> list[Kpi]:
    """Both terms, their sum, what washes denied, and how many rows there are."""
    denied = sum((wash.disallowed for wash in found.washes), ZERO)
    return [
        _gain("Short-term gain", totals.short_term.gain, "one year or less"),
        _gain("Long-term gain", totals.long_term.gain, "more than one year"),
        _gain("Both terms", totals.net, "before other forms"),
        Kpi(
            "Wash sale losses denied",
            fmt.money(denied),
            "USD",
            fmt.counted(len(found.washes), "match", "matches"),
            how=note_explanation("wash sale losses", WASH_WORDS),
        ),
        Kpi(
            "Rows", fmt.count(len(rows)), note=f"of {fmt.counted(len(found.accounts), 'account', 'accounts')}"
        ),
    ]


def schedule_table(totals: ScheduleD) -> Component:
    """The lines that the form fills, and both terms."""
    terms = (("Line 7, short-term", totals.short_term), ("Line 15, long-term", totals.long_term))
    found = [(f"Line {line}", sums) for line, sums in totals.lines]
    lines = [
        [
            *(label, fmt.money(sums.proceeds), fmt.money(sums.basis), fmt.money(sums.adjustment)),
            _signed(sums.gain, "number strong"),
        ]
        for label, sums in (*found, *terms)
    ]
    return plain_table(LINES, lines, label="Totals for Schedule D", dense=True)


def classes_table(found: TaxYear) -> Component:
    """Every class and the swaps; together they are the ledger's result."""
    lines = [
        [
            *(NAMES[total.tax_class.value], fmt.count(total.trades), _signed(total.result, "number strong")),
            *(f"{total.form}, {total.line}" if total.line else total.form, total.reason),
        ]
        for total in found.classes
    ]
    lines += [
        [f"Swaps of {account}", "", _signed(amount, "number strong"), "Interest", "held overnight"]
        for account, amount in found.interest
    ]
    trades = fmt.count(sum(total.trades for total in found.classes))
    whole = _signed(found.ledger_result, "number strong")
    lines.append([html.Strong("The ledger's result"), trades, whole, "", "what the brokers booked"])
    return plain_table(CLASSES, lines, label="What belongs where", dense=True)


def bridge_table(found: TaxYear) -> Component:
    """From the ledger's result of what is on the form to the form's gains."""
    lines = [[_step(step), _signed(step.amount, "number")] for step in found.bridge]
    return plain_table(STEPS, lines, label="From the ledger to the form", dense=True)


def _step(step: BridgeLine) -> Children:
    return [step.label, html.Div(step.why, className="quiet")] if step.why else step.label


def _gain(label: str, amount: Decimal, note: str) -> Kpi:
    return Kpi(label, fmt.money(amount, sign=True), "USD", note, fmt.tone(amount))


def _signed(amount: Decimal, look: str) -> Component:
    return cell(fmt.money(amount, sign=True), f"{look} {fmt.tone(amount)}")
