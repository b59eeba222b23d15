"""The parts of a report about rules: one table of rules, one of days, a chart of equity with its floors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.money import currency_digits
from services.calc.period import as_datetime
from services.exports import Chart, Column, Kind, Line, Mark, Table
from services.metric import Unit
from services.number_text import number
from services.prop_firm.breach import LOT_DIGITS
from services.prop_firm.floors import daily_floors, loss_floors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from services.prop_firm.standing import RuleStanding, Standing

MOST_POINTS = 600
NONE = "No rule set is held against these accounts; assign one, or name one of the library as option `rules`."


def rules_part(found: Sequence[Standing]) -> Table:
    """Every rule with its limit, what is used of it, and its evidence."""
    columns = (
        Column("account", "Account", Kind.TEXT),
        Column("rule_set", "Rule set", Kind.TEXT),
        Column("rule", "Rule", Kind.TEXT),
        Column("unit", "Unit", Kind.TEXT),
        Column("limit", "Limit", Kind.NUMBER),
        Column("used", "Used", Kind.NUMBER),
        Column("worst", "Worst", Kind.NUMBER),
        Column("headroom", "Headroom", Kind.NUMBER),
        Column("status", "Status", Kind.TEXT),
        Column("evidence", "Evidence", Kind.TEXT),
    )
    rows = [_rule(one, rule) for one in found for rule in one.checks]
    return Table("rules", "Rules", columns, rows, size=len(rows), empty=NONE)


def days_part(found: Sequence[Standing]) -> Table:
    """Every trading day: what its loss is counted from, its lowest equity, and its result."""
    digits = max((one.account.currency_digits for one in found), default=2)
    columns = (
        Column("account", "Account", Kind.TEXT),
        Column("rule_set", "Rule set", Kind.TEXT),
        Column("day", "Day", Kind.DATE),
        Column("currency", "Currency", Kind.TEXT),
        Column("reference", "Counted from", Kind.MONEY, digits),
        Column("lowest", "Lowest equity", Kind.MONEY, digits),
        Column("result", "Result", Kind.MONEY, digits),
    )
    rows = [
        [
            one.account.name,
            one.rules.name,
            day.day.item(),
            one.account.currency,
            *(day.reference, day.lowest, day.result),
        ]
        for one in found
        for day in one.evaluation.days
    ]
    return Table("days", "Days", columns, rows, size=len(rows), empty="No day has a deal yet.", is_long=True)


def floors_chart(found: Standing, number_of_set: int) -> Chart:
    """Equity counted from the initial balance, above the floors of the day and of the whole."""
    history, rules, currency = found.history, found.rules, found.account.currency
    kept = _kept(history.equity)
    lines = [Line("Equity", history.equity[kept])]
    if rules.daily_loss is not None:
        floor = daily_floors(rules.daily_loss, rules, history)[0]
        lines.append(Line("Floor of the day", floor[kept], "muted", Mark.DASHED))
    if rules.max_loss is not None:
        floor = loss_floors(rules.max_loss, rules, history)[0]
        lines.append(Line("Floor of the whole", floor[kept], "loss", Mark.DASHED))
    digits = currency_digits(currency)
    lowest = number(float(history.equity.min()), digits)
    headroom = number(found.headroom, digits)
    return Chart(
        f"equity_and_floors_{number_of_set}",
        f"{found.account.name}: {rules.label}",
        history.time[kept],
        tuple(lines),
        f"Lowest equity {lowest} {currency}, headroom {headroom} {currency}. {found.basis}",
        Kind.MONEY,
        digits,
        currency,
    )


def _rule(one: Standing, rule: RuleStanding) -> list[object]:
    check, unit = rule.check, rule.check.unit.value
    told = one.account.currency if unit == "money" else unit
    return [
        one.account.name,
        one.rules.name,
        check.label,
        told,
        _known(check.limit),
        _known(check.used),
        _known(check.worst),
        _known(check.headroom),
        rule.status.value,
        _evidence(one, rule),
    ]


def _evidence(one: Standing, rule: RuleStanding) -> str:
    """The kept breach; else what is tried only, or a target that was reached."""
    breach, seen = rule.breach, rule.check.evidence
    if breach is not None:
        undone = " The ledger no longer shows it." if rule.is_undone else ""
        counted = f"Counted from {breach.reference:f}, by version {breach.ledger_version} of the ledger."
        return f"{breach.sentence} {counted} Found {breach.found_at:%Y-%m-%d %H:%M} UTC.{undone}"
    if seen is None:
        return ""
    digits = one.account.currency_digits if rule.check.unit is Unit.MONEY else LOT_DIGITS
    value, floor, reference = (number(each, digits) for each in (seen.value, seen.floor, seen.reference))
    time = as_datetime(seen.time)
    return f"{time:%Y-%m-%d %H:%M:%S} UTC: {value} against {floor}, counted from {reference}."


def _known(value: float) -> float | None:
    return None if value != value else round(value, 8)  # noqa: PLR0124 - NaN alone is unequal to itself


def _kept(equity: NDArray[np.float64]) -> NDArray[np.intp]:
    """Rows to draw: the lowest and the last of each stretch, so that no breach falls between two points."""
    if equity.size <= MOST_POINTS:
        return np.arange(equity.size)
    starts = np.linspace(0, equity.size, MOST_POINTS // 2, endpoint=False).astype(np.intp)
    ends = np.append(starts[1:], equity.size)
    lowest = [int(start + equity[start:end].argmin()) for start, end in zip(starts, ends, strict=True)]
    return np.unique(np.concatenate((lowest, ends - 1)))
