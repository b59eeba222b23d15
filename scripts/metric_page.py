"""Writes docs/metrics.md from the registry: every metric, its definition, formula, unit and basis."""

from __future__ import annotations

import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
HEAD = """# Metrics

Made from the registry (`make docs`); a test holds it current. One metric is one file under
`services/metrics/`, found by being there. Every value carries its number of observations, basis, zone of the
day boundary and annualisation; where it is undefined it is null and says why, never 0 or infinity.

* **net** (default): closed trades after commission, swap and fee; returns and drawdown of the flow-neutral
  index, so that deposits and withdrawals are never profit.
* **mt5**: as MetaTrader 5 prints them: one trade per closing deal, a result of 0 is a win, entry commission
  in gross loss and in no trade, Sharpe per closing deal and not annualised, drawdown of the balance curve.

The two are shown under their names and never mixed.
"""


def page() -> str:
    """The page's text."""
    sys.path.insert(0, str(PROJECT))
    from services.metrics import Family, metrics  # noqa: PLC0415 - the path is set just before

    parts = [HEAD]
    for family in Family:
        parts.append(f"\n## {family.value}\n\n| name | meaning | formula | unit | better | basis |")
        parts.append("|---|---|---|---|---|---|")
        for metric in metrics():
            if metric.family is family:
                better = {True: "higher", False: "lower", None: "–"}[metric.higher_is_better]
                meaning = metric.definition + (f" Source: {metric.source}." if metric.source else "")
                formula = metric.formula.replace("|", "\\|")
                bases = ", ".join(metric.bases)
                parts.append(
                    f"| `{metric.name}` | {meaning} | {formula} | {metric.unit.value} | {better} | {bases} |"
                )
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    (PROJECT / "docs" / "metrics.md").write_text(page(), encoding="utf-8")
