"""Every way to see the result says the same cents, on the days when clocks change and when years end."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from services.account_opening import Origin
from services.calendars import EVER, period_of
from services.comparison.calendar import View, months_of, stretch_of
from services.heatmaps import Dimension
from tests.making import flow, make_statement, round_trip

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from services.calc.period import Period
    from services.container import Services

ROOT = "/api/v1/performance"
CHANGES = {
    "America/New_York": ("2023-03-12", "2023-11-05"),
    "Europe/Helsinki": ("2023-03-26", "2023-10-29"),
    "Asia/Kolkata": ("2023-06-30", "2023-08-31"),
    "America/Asuncion": ("2023-03-26", "2023-10-01"),
    "Pacific/Kiritimati": ("2023-04-30", "2023-09-30"),
}
ENDS = ("2022-12-31", "2023-02-28", "2024-01-01")
AROUND = (-1500, -61, -60, -1, 0, 1, 59, 60, 61, 119, 120, 1439, 1440)
OPENED = datetime(2022, 12, 1, tzinfo=UTC)


def exits(zone: str) -> list[datetime]:
    """Instants around the midnights of the days that matter on the clock of *zone*."""
    found = set()
    for text in (*CHANGES[zone], *ENDS):
        midnight = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        found |= {midnight + timedelta(minutes=minute, seconds=-1) for minute in AROUND}
        found |= {midnight + timedelta(minutes=minute) for minute in AROUND}
    return sorted(found)


def ledger(services: Services, zone: str) -> str:
    """An account whose trades were closed at those instants; its id."""
    random = Random(zone)
    deals = [flow(1, 100_000, time=OPENED)]
    for number, closed in enumerate(exits(zone)):
        profit, cost = random.randint(-90_000, 90_000) / 100, -random.randint(0, 700) / 100
        deals += round_trip(10 + 2 * number, profit, commission=cost, opened=OPENED, closed=closed)
    statement = make_statement(sorted(deals, key=lambda deal: (deal.time, deal.ticket)))
    (report,) = services.ingest.post([statement], Origin("x", "0" * 64, server_zone="UTC"), store=True)
    return str(report.account.id)


def ask(client: FlaskClient, path: str, period: Period, **more: str) -> Any:
    assert period.start is not None
    dates = {"start_date": period.start.isoformat(), "end_date": period.end.isoformat()}
    response = client.get(f"{ROOT}/{path}", query_string=dates | more)
    assert response.status_code == 200, response.data
    return json.loads(response.data)


def listed(client: FlaskClient, account: str, period: Period) -> Decimal:
    rows = ask(client, f"trades/{account}", period, limit="10000")["data"]
    return sum((Decimal(row["net_profit"]) for row in rows), Decimal(0))


def exported(services: Services, account: str, period: Period) -> Decimal:
    text = services.exporting.trades("csv", [account], period).content.decode("utf-8-sig")
    return sum((Decimal(row["net_profit"]) for row in csv.DictReader(io.StringIO(text))), Decimal(0))


def drawn(client: FlaskClient, account: str, period: Period, zone: str, dimension: str) -> Decimal:
    more = {"account_ids": account, "zone": zone, "dimension": dimension}
    body = ask(client, "heatmap", period, **more)
    if dimension == "account":
        return Decimal(body["data"][0]["raw_value"])
    cells = sum((Decimal(value) for row in body["values"] for value in row if value), Decimal(0))
    assert cells == Decimal(body["total"] or 0)
    return cells


@pytest.mark.parametrize("zone", CHANGES)
def test_every_view_has_the_same_total_and_the_same_months(
    client: FlaskClient, services: Services, zone: str
) -> None:
    account = ledger(services, zone)
    year = services.calendars.calendar(stretch_of(View.YEAR, date(2023, 1, 1)), [account], None, zone)
    months = [month for month in months_of(year.span.days) if month.tally.trades]
    assert sum((month.tally.net or Decimal(0) for month in months), Decimal(0)) == year.span.tally.net
    for stretch, tally in [
        (year.stretch, year.span.tally),
        *((stretch_of(View.MONTH, month.first), month.tally) for month in months),
    ]:
        period = period_of(stretch, zone)
        assert listed(client, account, period) == tally.net
        assert exported(services, account, period) == tally.net
        assert Decimal(ask(client, f"metrics/{account}", period)["total_pnl"]) == tally.net
        for dimension in ("account", *Dimension):
            assert drawn(client, account, period, zone, str(dimension)) == tally.net


@pytest.mark.parametrize("zone", CHANGES)
def test_every_day_has_the_same_sum_in_calendar_and_trades(services: Services, zone: str) -> None:
    account = ledger(services, zone)
    total, trades = Decimal(0), 0
    for first in (date(2022, 1, 1), date(2023, 1, 1), date(2024, 1, 1)):
        year = services.calendars.calendar(stretch_of(View.YEAR, first), [account], None, zone)
        for day in year.span.days:
            if not day.tally.trades:
                continue
            rows = services.performance.trades([account], period_of(stretch_of(View.DAY, day.day), zone))
            assert sum((row.trade.net_profit for row in rows), Decimal(0)) == day.tally.net
            assert len(rows) == day.tally.trades
            total, trades = total + (day.tally.net or 0), trades + day.tally.trades
    assert trades == len(exits(zone))
    assert total == sum(row.trade.net_profit for row in services.performance.trades([account], EVER))
