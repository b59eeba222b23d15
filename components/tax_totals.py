"""What a tax year adds up to: key figures, Schedule D lines, what is not on the form, the bridge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.kpi import Kpi, plain_kpi
from components.table import Column, cell, plain_table
from services.tax.model import ZERO, TaxClass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.tax.model import BridgeLine, ClassTotal, FormRow
    from services.tax.schedule_d import ScheduleD
    from services.tax.year import TaxYear

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
    Column("Form and line", "told"),
    Column("Why", "muted told"),
)
STEPS = (Column("Step", "told"), Column("USD", "number"))
NO_LINE = "none"
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
MEANINGS = {
    "Short-term gain": "Gains less losses of what was held for one year or less, after wash sales: line 7"
    " of Schedule D, as far as Form 8949 fills it.",
    "Long-term gain": "Gains less losses of what was held for more than one year, after wash sales: line 15"
    " of Schedule D, as far as Form 8949 fills it.",
    "Net gain": "Column (h) of all rows: both terms together. Losses carried over from other years and other"
    " forms are not in it.",
    "Wash sale losses": "A loss does not count while the same thing is bought within 30 days before or after"
    " its sale. It is added to the basis of that purchase instead, and so is not lost; only in a retirement"
    " account it is.",
    "Rows": "Sales as Form 8949 lists them: one row for each purchase that a sale used up.",
    "On other forms": "Results that Form 8949 does not take, such as futures, currencies and swaps. What"
    " belongs where names the form and line of each; what is not decided is not counted.",
}


def tax_kpis(found: TaxYear, rows: Sequence[FormRow], totals: ScheduleD) -> list[Kpi]:
    """Both terms, their sum, what washes denied, how many rows there are, and what is not among them."""
    denied = sum((wash.disallowed for wash in found.washes), ZERO)
    washed = "Wash sale losses"
    washes = f"denied, {fmt.counted(len(found.washes), 'match', 'matches')}"
    accounts = f"of {fmt.counted(len(found.accounts), 'account', 'accounts')}"
    return [
        _gain("Short-term gain", totals.short_term.gain, "one year or less"),
        _gain("Long-term gain", totals.long_term.gain, "more than one year"),
        _gain("Net gain", totals.net, "both terms"),
        plain_kpi(washed, fmt.money(denied), washes, unit="USD", meaning=MEANINGS[washed]),
        plain_kpi("Rows", fmt.count(len(rows)), accounts, meaning=MEANINGS["Rows"]),
        _elsewhere(found),
    ]


def _elsewhere(found: TaxYear) -> Kpi:
    kinds = [one for one in found.classes if not one.tax_class.is_on_form]
    known = [one.result for one in kinds if one.tax_class is not TaxClass.UNKNOWN]
    amount = sum((*known, *(swap for _, swap in found.interest)), ZERO)
    count = fmt.counted(len(kinds), "class", "classes") if kinds else "nothing"
    note = count if len(known) == len(kinds) else f"{fmt.count(len(known))} of {count}"
    return _gain("On other forms", amount, f"{note}, swaps" if found.interest else note)


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
            *(_place(total), total.reason),
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


def _place(total: ClassTotal) -> str:
    return total.form if total.line in ("", NO_LINE) else f"{total.form}, {total.line}"


def bridge_table(found: TaxYear) -> Component:
    """From the ledger's result of what is on the form to the form's gains."""
    lines = [[_step(step), _signed(step.amount, "number")] for step in found.bridge]
    return plain_table(STEPS, lines, label="From the ledger to the form", dense=True)


def _step(step: BridgeLine) -> Children:
    return [step.label, html.Div(step.why, className="quiet")] if step.why else step.label


def _gain(label: str, amount: Decimal, note: str) -> Kpi:
    amount_text, tone = fmt.money(amount, sign=True), fmt.tone(amount)
    return plain_kpi(label, amount_text, note, unit="USD", tone=tone, meaning=MEANINGS[label])


def _signed(amount: Decimal, look: str) -> Component:
    return cell(fmt.money(amount, sign=True), f"{look} {fmt.tone(amount)}")
