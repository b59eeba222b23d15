"""The key figures of a part of the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from components import format as fmt
from components.calendar_cell import amount_text, return_text, trades_text
from components.kpi import Kpi, plain_kpi

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.calendars import Calendar
    from services.comparison.calendar import Day

JOINT = "of equity, without flows"


def calendar_kpis(answer: Calendar) -> list[Kpi]:
    """Net profit, return, trades, win rate, the best and the worst day."""
    tally, terms = answer.span.tally, answer.terms
    active = [day for day in answer.span.days if day.tally.trades]
    unknown = answer.not_added or "More accounts than are joined day by day, or nothing was recorded."
    has_return = tally.period_return == tally.period_return
    return [
        plain_kpi(
            "Net profit",
            amount_text(tally, terms),
            answer.not_added or "closed trades after costs",
            unit=terms.currency,
            tone=fmt.tone(tally.net),
        ),
        plain_kpi(
            "Return", return_text(tally), JOINT if has_return else unknown, tone=fmt.tone(tally.period_return)
        ),
        plain_kpi("Trades", fmt.count(tally.trades), f"on {len(active)} of {len(answer.span.days)} days"),
        plain_kpi("Win rate", fmt.fraction(tally.win_rate), f"{fmt.count(tally.wins)} won"),
        _extreme("Best day", active, answer, is_best=True),
        _extreme("Worst day", active, answer, is_best=False),
    ]


def _extreme(label: str, days: Sequence[Day], answer: Calendar, *, is_best: bool) -> Kpi:
    known = [(day.tally.net, day) for day in days if day.tally.net is not None]
    if not known:
        return plain_kpi(label, fmt.UNDEFINED, answer.not_added or "no closed trade in these days")
    pick = max if is_best else min
    net, day = pick(known, key=lambda pair: pair[0])
    note = f"{day.day:%a} {day.day.day} {day.day:%b} · {trades_text(day.tally)}"
    text = amount_text(day.tally, answer.terms)
    return plain_kpi(label, text, note, unit=answer.terms.currency, tone=fmt.tone(net))
