"""One rule of a set: a bar of what is used of its limit, and its breach in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.attributes import Children, attributes
from components.explanation import note_explanation
from components.icon import icon
from components.stamp import stamp
from services.metric import Unit
from services.prop_firm.check import (
    CONSISTENCY,
    DAILY_LOSS,
    LABELS,
    MAX_LOSS,
    MAX_LOTS,
    MINIMUM_DAYS,
    TARGET,
    UNITS,
    Status,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from dash.development.base_component import Component

    from services.model import Account
    from services.prop_firm.standing import RuleStanding, Standing

TONES = {Status.BREACHED: "loss", Status.CLOSE: "close", Status.REACHED: "profit"}
MEANINGS = {
    DAILY_LOSS: "How far equity may fall within a day below the state at its reset.",
    MAX_LOSS: "How far equity may fall at all before the evaluation is lost.",
    TARGET: "What must be made on the balance, whatever floats.",
    MINIMUM_DAYS: "On how many days there must be a trade.",
    CONSISTENCY: "The largest share of the whole profit that the best day may have; it is no breach.",
    MAX_LOTS: "The most lots that may be open at once.",
}
WORDS = {
    Status.BREACHED: "breached",
    Status.CLOSE: "close to the limit",
    Status.REACHED: "reached",
    Status.OPEN: "not yet",
    Status.FINE: "",
}


def rule_rows(found: Standing) -> Iterator[Component]:
    """Every rule of a set with what is used of it."""
    for rule in found.checks:
        check, digits = rule.check, found.account.currency_digits
        used, limit = (_text(check.unit, value, digits) for value in (check.used, check.limit))
        term = html.Dt([check.label, note_explanation(check.label, MEANINGS[check.rule])])
        value = html.Dd([_bar(rule), html.Span(f"{used} of {limit}", className="used")], className="figure")
        own = attributes(data_rule=check.rule, data_status=rule.status.value)
        yield html.Div([term, value, html.Dd(_note(rule, digits), className="quiet")], **own)


def breach_note(rule: RuleStanding, account: Account, zone: str) -> Component | None:
    """When a rule was broken, by how much, and when that was seen."""
    breach = rule.breach
    if breach is None:
        return None
    unit, digits = UNITS.get(breach.rule, Unit.MONEY), account.currency_digits
    value, floor = (_text(unit, amount, digits) for amount in (breach.value, breach.floor))
    beyond = "lots were open, more than" if unit is Unit.LOTS else "was below"
    what = f"{value} {beyond} {floor}" if unit is Unit.LOTS else f"equity of {value} {beyond} {floor}"
    undone = " The ledger as it is now no longer shows it; a breach stays." if rule.is_undone else ""
    words: Children = [
        html.Strong(f"{LABELS[breach.rule]} breached"),
        html.Span([" at ", stamp(breach.time, zone), f": {what}. Found ", stamp(breach.found_at, zone), "."]),
        undone,
    ]
    return html.Div([icon("exclamation-octagon"), html.P(words)], className="prop-breach")


def _bar(rule: RuleStanding) -> Component:
    used, limit = rule.check.used, rule.check.limit
    share = 0.0 if math.isnan(used) or not limit else min(max(used, 0.0) / limit, 1.0)
    tone = TONES.get(rule.status, "")
    fill = html.Span(className=f"fill {tone}", style={"width": f"{100 * share:.1f}%"})
    return html.Span(fill, className="share-bar wide", **attributes(aria_hidden="true"))


def _note(rule: RuleStanding, digits: int) -> Children:
    check = rule.check
    parts: list[Children] = [WORDS[rule.status]]
    if not math.isnan(check.headroom) and rule.status is not Status.BREACHED:
        room = html.Span(fmt.money(check.headroom, digits), className="room")
        parts.append(html.Span(["headroom ", room]))
    if check.rule in (DAILY_LOSS, MAX_LOSS, MAX_LOTS):
        worst = html.Span(_text(check.unit, check.worst, digits), className="worst")
        parts.append(html.Span(["most " if check.rule == MAX_LOTS else "worst ", worst]))
    if check.rule == CONSISTENCY:
        unknown = math.isnan(check.used)
        parts.append("no profit to share yet" if unknown else "best day's share of the whole profit")
    told = [part for part in parts if part]
    return [piece for part in told for piece in (" · ", part)][1:]


def _text(unit: Unit, value: Decimal | float, digits: int) -> str:
    if unit is Unit.MONEY:
        return fmt.money(value, digits)
    if unit is Unit.FRACTION:
        return fmt.fraction(value, 0)
    return fmt.count(float(value)) if unit is Unit.COUNT else fmt.lots(value)
