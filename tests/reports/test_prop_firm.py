"""The report about rules: in every format, for sets assigned and tried, honest about what it stands on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from services.calendars import EVER
from services.exports import Chart, formats
from services.prop_firm.floors import loss_floors
from tests.prop_firm.making import PHASE
from tests.prop_firm.test_prop_firms import account

if TYPE_CHECKING:
    from uuid import UUID

    from services.container import Services
    from services.exports import Document


def document(services: Services, mine: UUID, **options: str) -> Document:
    request = services.reporting.request([mine], EVER, options=options)
    return services.reporting.document("prop_firm", request)


@pytest.mark.parametrize("name", [one.name for one in formats()])
def test_it_is_a_file_in_every_format(services: Services, name: str) -> None:
    mine = account(services, 100, -6_000)
    services.prop_firms.assign(mine, PHASE)
    request = services.reporting.request([mine], EVER)
    assert len(services.reporting.file("prop_firm", request, name).content) > 300


def test_it_tells_limits_use_and_evidence(services: Services) -> None:
    mine = account(services, 100, -6_000)
    services.prop_firms.assign(mine, PHASE)
    found = document(services, mine)
    rules, days = found.tables
    (daily, *_) = [dict(zip([c.name for c in rules.columns], row, strict=True)) for row in rules.rows]
    assert (daily["limit"], daily["worst"], daily["headroom"]) == (5_000, 5_900, -900)
    assert daily["status"] == "breached"
    for word in (
        "94100.00 against a limit of 95000.00.",
        "Counted from 100000.00, by version 1 of",
        "Found 20",
    ):
        assert word in str(daily["evidence"])
    assert [list(row)[3:] for row in days.rows] == [["USD", 100_000, 94_100, -5_900]]
    assert "no equity was recorded" in str(found.parts).lower()


def test_a_set_is_tried_where_none_is_assigned_and_keeps_nothing(services: Services) -> None:
    mine = account(services, -6_000)
    assert next(iter(document(services, mine).tables)).size == 0
    tried = document(services, mine, rules=PHASE)
    assert "Only tried" in str(tried.parts)
    assert "UTC: 94,000.00 against 95,000.00, counted from 100,000.00." in str(next(iter(tried.tables)).rows)
    assert services.prop_firms.standings(mine) == ()
    assert json.loads(
        services.reporting.file("prop_firm", services.reporting.request([mine], EVER), "json").content
    )


def test_no_breach_falls_between_two_points_of_the_chart(services: Services) -> None:
    results = [1.0] * 900 + [-5_000.0] + [2.0] * 900
    mine = account(services, *results)
    services.prop_firms.assign(mine, PHASE)
    (one,) = services.prop_firms.standings(mine)
    (chart,) = [part for part in document(services, mine).parts if isinstance(part, Chart)]
    assert chart.lines[0].values.min() == one.history.equity.min()
    assert one.rules.max_loss is not None
    assert chart.lines[2].values[-1] == loss_floors(one.rules.max_loss, one.rules, one.history)[0][-1]
