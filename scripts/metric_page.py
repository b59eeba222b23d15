"""Writes docs/metrics.md from the registry: what every metric means, how it is made, when it is undefined."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.metrics import Metric

PROJECT = Path(__file__).resolve().parent.parent
HEAD = """# Metrics

Made from the registry by `.venv/bin/python scripts/metric_page.py` (`make docs` runs it too); a test holds
it current. One metric is one file under `services/metrics/`, found by being there. Every value carries its
number of observations, basis, zone of the day boundary and annualisation; where it is undefined it is null
and says why, never 0 or infinity.

* **net** (default): closed trades after commission, swap and fee; returns and drawdown of the flow-neutral
  index, so that deposits and withdrawals are never profit.
* **mt5**: as MetaTrader 5 prints them: one trade per closing deal, a result of 0 is a win, entry commission
  in gross loss and in no trade, Sharpe per closing deal and not annualised, drawdown of the balance curve.

The two are shown under their names and never mixed.

r is the flow-neutral return of a day, P the days of a year (365 where the account moved on a weekend, else
252), σ the standard deviation of a sample, n the number of observations. Fractions are fractions: 0.25 is
25 %.

## Intervals

Asked for (`?intervals=true`, `--explain`, the explanation of a figure), a value of the net basis that
stands on trades or on days has `low` and `high`, the middle 95 % of 1,000 draws: trades are drawn
independently, days in blocks of n^(1/3) on average (stationary bootstrap), and the same function makes the
metric of every draw. Of more than 20,000 trades fewer draws are made, at least 200; more than 200,000
trades are not drawn. The same account always has the same interval. Drawdowns are drawn from daily returns,
so within a day they see nothing. None (marked "no" below) have extremes, which no draw exceeds, what
depends on the order of trades, what is a probability already, and money of the account as a whole.
"""
COLUMNS = ("name", "meaning", "formula", "unit", "better", "basis", "undefined", "interval")


def page() -> str:
    """The page's text."""
    sys.path.insert(0, str(PROJECT))
    from services.metrics import Family, metrics  # noqa: PLC0415 - the path is set just before

    parts = [HEAD]
    for family in Family:
        parts.append(f"\n## {family.value}\n\n| {' | '.join(COLUMNS)} |")
        parts.append("|" + "---|" * len(COLUMNS))
        parts += [_row(metric) for metric in metrics() if metric.family is family]
    return "\n".join(parts) + "\n"


def _row(metric: Metric) -> str:
    from services.interval import can_be_drawn  # noqa: PLC0415 - the path is set by then

    better = {True: "higher", False: "lower", None: "–"}[metric.higher_is_better]
    behind = f" Behind it: {metric.detail}." if metric.detail else ""
    source = f" Source: {metric.source}." if metric.source else ""
    year = f" (a year: {metric.annualised})" if metric.annualised else ""
    cells = (
        f"`{metric.name}`",
        metric.definition + behind + source,
        metric.formula + year,
        metric.unit.value,
        better,
        ", ".join(metric.bases),
        metric.undefined or "never",
        "yes" if can_be_drawn(metric) else "no",
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    (PROJECT / "docs" / "metrics.md").write_text(page(), encoding="utf-8")
