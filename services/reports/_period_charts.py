"""The charts of a period: equity with its drawdown, and results step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.benchmark import growth_beside
from services.exports import Chart, Kind, Line, Mark
from services.number_text import number

if TYPE_CHECKING:
    from services.answers import EquityCurve
    from services.benchmarks import Chosen
    from services.period_report import PeriodReport


def curve_chart(curve: EquityCurve) -> Chart:
    """Equity (where somebody recorded it) and balance, the flow-neutral drawdown beneath."""
    is_known = np.isfinite(curve.equity).any()
    lines = [Line("Equity", curve.equity)] * bool(is_known)
    balance = Line("Balance", curve.balance, "muted" if is_known else "accent", Mark.DASHED)
    lines.append(balance if is_known else Line("Balance", curve.balance))
    main = curve.equity[np.isfinite(curve.equity)] if is_known else curve.balance
    digits, name = curve.currency_digits, "Equity" if is_known else "Balance"
    summary = (
        f"{name} went from {number(float(main[0]), digits)} to {number(float(main[-1]), digits)}"
        f" {curve.currency}, lowest {number(float(main.min()), digits)},"
        f" highest {number(float(main.max()), digits)}. Measured on {curve.source}, {curve.grain}."
    )
    return Chart(
        "equity_curve",
        "Equity and balance" if is_known else "Balance",
        curve.time,
        tuple(lines),
        summary,
        Kind.MONEY,
        digits,
        curve.currency,
        (Line("Drawdown", curve.drawdown, "loss", Mark.AREA),),
    )


def results_chart(found: PeriodReport) -> Chart:
    """What each day, week or month made."""
    values = np.array([float(result.net_profit) for result in found.results])
    best = max(found.results, key=lambda result: result.net_profit)
    worst = min(found.results, key=lambda result: result.net_profit)
    digits, currency = found.terms.digits, found.terms.currency
    return Chart(
        "results",
        f"Result by {found.step}",
        tuple(result.name for result in found.results),
        (Line("Net profit", values, "signed", Mark.BAR),),
        f"Best {found.step} {best.name} ({number(best.net_profit, digits, sign=True)} {currency}),"
        f" worst {worst.name} ({number(worst.net_profit, digits, sign=True)} {currency}).",
        Kind.MONEY,
        digits,
        currency,
    )


def beside_parts(found: PeriodReport, chosen: Chosen | None) -> tuple[Chart, ...]:
    """What 100 became in the accounts and in their benchmark; nothing without a day in common."""
    if chosen is None or found.daily is None:
        return ()
    growth = growth_beside(found.daily, chosen.benchmark)
    if not growth.day.size:
        return ()
    ours, theirs = 100 * growth.account, 100 * growth.benchmark
    own = found.accounts[0].name if len(found.accounts) == 1 else "all of them together"
    summary = (
        f"On the {growth.day.size:,} days both have, 100 became {number(float(ours[-1]), 1)} in {own}"
        f" and {number(float(theirs[-1]), 1)} in {chosen.name}."
    )
    lines = (Line(own, ours), Line(chosen.name, theirs, "muted", Mark.DASHED))
    title = f"Growth of 100 beside {chosen.name}"
    return (Chart("beside", title, growth.day.astype("datetime64[s]"), lines, summary),)
