"""Whatever a result is broken down by, in whatever zone, its total is the net profit to the cent."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from services.breakdowns import breakdowns
from services.calendars import EVER
from services.errors import NotFoundError
from tests.services.test_same_sums import CHANGES, ledger

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from services.container import Services


@pytest.mark.parametrize("zone", CHANGES)
def test_every_breakdown_adds_up_to_the_net_profit(services: Services, zone: str) -> None:
    account = ledger(services, zone)
    record = services.performance.record(account)
    net = record.ledger.trades.net_profit
    for kind in breakdowns():
        found = services.insight.breakdown(account, kind.name, EVER, zone)
        assert found.total.net_profit == net, kind.name
        assert sum((row.net_profit for row in found.rows), Decimal(0)) == net, kind.name
        assert sum(row.trades for row in found.rows) == found.total.trades == len(record.trades)
        assert sum(row.share for row in found.rows) == pytest.approx(1.0)
        options = {"by": kind.name, "part": "breakdown"}
        request = services.reporting.request([account], EVER, zone, options=options)
        (table,) = services.reporting.document("insight", request).tables
        assert table.totals is not None
        assert sum(row[3] for row in table.rows) == table.totals[3] == net  # type: ignore[misc]


def test_the_interface_says_the_same(client: FlaskClient, services: Services) -> None:
    zone = "Pacific/Kiritimati"
    account = ledger(services, zone)
    record = services.performance.record(account)
    metrics = services.performance.metrics(account, EVER)
    net = next(value.value for value in metrics if value.metric.name == "net_profit")
    for kind in breakdowns():
        body = client.get(f"/api/v1/performance/breakdown/{account}?by={kind.name}&zone={zone}").get_json()
        assert Decimal(body["total"]["net_profit"]) == record.ledger.trades.net_profit
        assert float(body["total"]["net_profit"]) == pytest.approx(net)
        assert body["total"]["trades"] == sum(group["trades"] for group in body["groups"])
    assert client.get(f"/api/v1/performance/breakdown/{account}?by=moon").status_code == 404


def test_an_unknown_breakdown_is_not_found(services: Services) -> None:
    account = ledger(services, "Asia/Kolkata")
    with pytest.raises(NotFoundError, match="moon"):
        services.insight.breakdown(account, "moon", EVER)
