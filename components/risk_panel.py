"""The risk that closed trades do not show: equity against balance, and how losses were traded on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components import moment
from components.explanation import note_explanation
from components.pill import pill
from services.calc.lot_growth import LEAST_PAIRS, MARTINGALE_BESIDE_WIN, MARTINGALE_GROWTH
from services.calc.period import as_datetime
from services.calc.standing import HIDDEN_GAP

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from services.calc.lot_growth import LotGrowth
    from services.insight_answers import HiddenRisk
    from services.metrics import MetricValue

NOT_RECORDED = "Equity was never recorded in the period: what open positions lost is unknown."
MANY = 0.5
FLOATING = (
    "Of the money lost from the peak to the valley of the deepest fall, the part that open positions were"
    " losing at the valley."
)
ADDING = (
    "Entries made while a position of the same symbol and side was open and losing: the price of the entry"
    " was worse for it than the volume-weighted open price. Counted from the deals."
)
GROWTH = (
    "Lots of the first entry after a closed trade of the same symbol, beside the lots of that trade;"
    f" geometric mean. It is called martingale-like from {LEAST_PAIRS} entries after losses on, when lots"
    f" grow by {MARTINGALE_GROWTH - 1:.0%} or more after a loss and by {MARTINGALE_BESIDE_WIN - 1:.0%} more"
    " than after a win."
)


def risk_panel(answer: HiddenRisk) -> Component:
    """The drawdowns side by side, then how losses were traded on; each with its meaning and its n."""
    rows = [*_drawdowns(answer), *_floating(answer), _adding(answer), _after_losses(answer.growth)]
    return html.Div([_verdict(answer), html.Dl(rows, className="facts told")])


def _verdict(answer: HiddenRisk) -> Component:
    gap, adding, growth = answer.gap.value, answer.adding, answer.growth.is_martingale
    pills = []
    if math.isnan(gap):
        pills.append(pill("Equity unknown", title=NOT_RECORDED))
    elif gap > HIDDEN_GAP:
        pills.append(pill("Losses held open", "loss", symbol="exclamation-triangle"))
    else:
        pills.append(pill("Equity follows balance", "ok", symbol="check2-circle"))
    if adding.share > MANY and adding.to_losers >= LEAST_PAIRS:
        pills.append(pill("Adds to losers", "warn", symbol="exclamation-circle"))
    if growth:
        pills.append(pill("Martingale-like lots", "warn", symbol="exclamation-circle"))
    return html.Div(pills, className="panel-pills")


def _drawdowns(answer: HiddenRisk) -> list[Component]:
    deepest = max(_known(answer.equity_drawdown), _known(answer.balance_drawdown))
    return [
        _metric("Equity drawdown", answer.equity_drawdown, deepest),
        _metric("Balance drawdown", answer.balance_drawdown, deepest),
        _metric("Hidden risk gap", answer.gap, deepest),
    ]


def _floating(answer: HiddenRisk) -> list[Component]:
    found = answer.floating
    if math.isnan(found.worst):
        return [_fact("Floating losses", fmt.UNDEFINED, NOT_RECORDED, FLOATING)]
    day = moment.day(as_datetime(found.worst_time), answer.subject.zone)
    note = f"worst on {day} · {fmt.count(found.points)} states recorded"
    share = fmt.fraction(found.share, 0)
    whole = "The deepest fall cannot be told apart." if math.isnan(found.share) else "of the deepest fall"
    return [
        _fact(
            "Worst open loss",
            fmt.fraction(-found.worst),
            note,
            "The largest loss of open positions, as a part of the balance at that time.",
        ),
        _fact("Floating share of risk", share, whole, FLOATING),
    ]


def _adding(answer: HiddenRisk) -> Component:
    found = answer.adding
    if not found.beside_open:
        note = f"None of {fmt.count(found.entries)} entries was made beside an open position of its kind."
        return _fact("Adding to losers", fmt.UNDEFINED, note, ADDING)
    note = (
        f"{fmt.count(found.to_losers)} of {fmt.count(found.beside_open)} entries beside an open position"
        f" · {fmt.fraction(found.lots, 0)} of all lots"
    )
    return _fact("Adding to losers", fmt.fraction(found.share, 0), note, ADDING)


def _after_losses(growth: LotGrowth) -> Component:
    if not growth.losses:
        return _fact("Lots after a loss", fmt.UNDEFINED, "No entry followed a losing trade.", GROWTH)
    won = "" if math.isnan(growth.after_win) else f"after a win × {fmt.ratio(growth.after_win)}"
    few = f"too few to call, {LEAST_PAIRS} are needed" if growth.is_martingale is None else ""
    counts = f"n = {fmt.count(growth.losses)} after losses, {fmt.count(growth.wins)} after wins"
    note = " · ".join(part for part in (won, counts, few) if part)
    return _fact("Lots after a loss", f"× {fmt.ratio(growth.after_loss)}", note, GROWTH)


def _metric(label: str, value: MetricValue, deepest: float) -> Component:
    if not value.is_defined:
        return _fact(label, fmt.UNDEFINED, value.reason, value.metric.definition)
    bar = html.Span(
        html.Span(className="fill loss", style={"width": f"{100 * max(value.value, 0.0) / deepest:.1f}%"})
        if deepest
        else None,
        className="share-bar wide",
    )
    term = html.Dt([label, note_explanation(label, value.metric.definition)])
    return html.Div([term, html.Dd([bar, html.Span(fmt.fraction(value.value))], className="figure")])


def _fact(label: str, value: str, note: str, meaning: str) -> Component:
    term = html.Dt([label, note_explanation(label, meaning)])
    quiet = "figure faint" if value == fmt.UNDEFINED else "figure"
    words = html.Dd(note, className="quiet")
    return html.Div([term, html.Dd(value, className=quiet), words])


def _known(value: MetricValue) -> float:
    return value.value if value.is_defined else 0.0
