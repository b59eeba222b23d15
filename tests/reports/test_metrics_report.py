"""The report of every metric: names and every digit for machines, labels and readable figures for people."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from services.calc.period import Period
from services.exports import Readers

if TYPE_CHECKING:
    from services.container import Services

AUTUMN = Period(datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC), "2026-09-01..2026-10-31")


def test_people_read_labels_and_rounded_figures_and_machines_names_and_all_digits(
    demo_services: Services,
) -> None:
    account = demo_services.performance.accounts()[0]
    request = demo_services.reporting.request((str(account.id),), AUTUMN)
    document = demo_services.reporting.document("metrics", request)
    (exact,), (shown,) = (document.read_by(one).tables for one in (Readers.MACHINES, Readers.PEOPLE))
    machine = {row[1]: row for row in exact.rows}
    people = {row[1]: row for row in shown.rows}
    assert len(machine) == len(people) == exact.size
    rate, volatility = float(str(machine["win_rate"][2])), float(str(machine["annual_volatility"][2]))
    assert people["Win rate"][2:4] == (round(100 * rate, 2), "%")
    assert people["Volatility"][2:4] == (round(100 * volatility, 2), "%")
    assert machine["annual_volatility"][3] == "fraction"
    holding = float(str(machine["average_holding_time"][2]))
    assert people["Average holding time"][2:4] == (round(holding / 3600, 1), "h")
    assert people["Net profit"][3] == account.currency
    assert people["Alpha"][2] is None
    assert people["Alpha"][-1] == machine["alpha"][-2] != ""
