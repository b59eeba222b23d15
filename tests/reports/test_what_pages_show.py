"""Reports of what pages show hold the figures of the use cases that the pages ask."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from services.calc.period import Period
from services.errors import InvalidInputError
from services.exports import Chart, Facts, Readers
from services.reports._about import file_name

if TYPE_CHECKING:
    from services.container import Services
    from services.exports import Document

EVERYTHING = Period(None, datetime(2027, 1, 1, tzinfo=UTC))
YEAR = Period(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC), "2026-01-01..2026-12-31")


def made(services: Services, report: str, period: Period = EVERYTHING, **options: str) -> Document:
    request = services.reporting.request([], period, options=options)
    return services.reporting.document(report, request).read_by(Readers.MACHINES)


def rows_of(document: Document, name: str) -> list[dict[str, Any]]:
    (table,) = (one for one in document.tables if one.name == name)
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def test_what_happens_now_is_what_is_stored(read_services: Services) -> None:
    document = made(read_services, "live")
    now, held = rows_of(document, "accounts"), rows_of(document, "positions")
    for record in read_services.performance.records():
        assert record.state is not None
        (own,) = (row for row in now if row["account"] == record.account.name)
        assert (own["balance"], own["equity"]) == (record.state.balance, record.state.equity)
        assert own["open_positions"] == len(record.positions)
        profit = sum((row["profit"] for row in held if row["account"] == record.account.name), Decimal(0))
        assert profit == sum((one.profit for one in record.positions), Decimal(0))


def test_equity_of_accounts_in_several_currencies_is_their_change(read_services: Services) -> None:
    (chart,) = (part for part in made(read_services, "live", window="today").parts if isinstance(part, Chart))
    assert chart.title == "Change"
    assert {line.label for line in chart.lines} <= {one.name for one in read_services.performance.accounts()}
    with pytest.raises(InvalidInputError, match="'2h' is no window"):
        made(read_services, "live", window="2h")


def test_accounts_are_those_of_the_overview(read_services: Services) -> None:
    found = read_services.performance.overview(YEAR)
    read_services.groups.make("Both", [item.account.id for item in found.accounts[:2]])
    document = made(read_services, "accounts", YEAR)
    for row, item in zip(rows_of(document, "accounts"), found.accounts, strict=True):
        assert (row["account"], row["equity"]) == (item.account.name, item.pnl.state.equity)
        assert (row["total_return_twr"], row["max_drawdown"]) == (item.period_return, item.max_drawdown)
        assert row["standing"] == item.standing.value
    assert [row["groups"] for row in rows_of(document, "accounts")] == ["Both", "Both", ""]
    assert [row["account"] for row in rows_of(document, "groups")] == [
        item.account.name for item in found.accounts[:2]
    ]


def test_an_account_stands_against_its_broker_with_every_figure(read_services: Services) -> None:
    document = made(read_services, "reconciliation")
    for row, account in zip(rows_of(document, "standing"), read_services.performance.accounts(), strict=True):
        found = read_services.performance.reconciliation(account.id)
        assert (row["residual"], row["deals"]) == (found.residual, found.deals)
        figures = [one for one in rows_of(document, "figures") if one["account"] == account.name]
        assert [one["match"] == "yes" for one in figures] == [one.match for one in found.figures]


def test_the_state_of_the_data_is_that_of_its_page(read_services: Services) -> None:
    found = read_services.care.report()
    storage = {row["table"]: row["rows"] for row in rows_of(made(read_services, "care"), "storage")}
    assert storage == {table.name: table.rows for table in found.tables}


def test_depth_has_every_panel_and_refuses_what_is_none(read_services: Services) -> None:
    account = read_services.performance.accounts()[0]
    request = read_services.reporting.request([account.id], YEAR, options={"by": "hour", "horizon": "1y"})
    document = read_services.reporting.document("insight", request)
    falls = read_services.insight.drawdowns(account.id, YEAR, request.zone).falls
    assert [row["depth"] for row in rows_of(document, "drawdowns")] == [fall.depth for fall in falls]
    paths = read_services.insight.outlook(account.id, YEAR, request.zone, "1y").paths
    assert len(rows_of(document, "monte_carlo")) == paths.days + 1
    assert [row["chance"] for row in rows_of(document, "ladder")] == paths.chances.tolist()
    (risk,) = (part for part in document.parts if isinstance(part, Facts) and part.name == "hidden_risk")
    gap = read_services.insight.hidden_risk(account.id, YEAR, request.zone).gap
    assert gap.value in [fact.value for fact in risk.items]
    with pytest.raises(InvalidInputError, match="'moon' is no choice of by"):
        made(read_services, "insight", by="moon")


def test_a_file_of_trades_names_its_account_also_when_there_are_none(read_services: Services) -> None:
    account = read_services.performance.accounts()[0]
    before = Period(None, datetime(2001, 1, 1, tzinfo=UTC))
    document = read_services.exporting.trade_document([account.id], before)
    told = {fact.name: fact.value for fact in document.about}
    assert (told["accounts"], told["trades"]) == (account.name, 0)


@pytest.mark.parametrize("end", [2027, 9000])
def test_a_calendar_since_ever_has_the_days_that_there_can_be_something_of(
    read_services: Services, end: int
) -> None:
    long = Period(datetime(1600, 1, 1, tzinfo=UTC), datetime(end, 1, 1, tzinfo=UTC))
    rows, known = (rows_of(made(read_services, "calendar", one), "days") for one in (long, EVERYTHING))
    assert sum(row["net_profit"] for row in rows) == sum(row["net_profit"] for row in known)
    assert sum(row["trades"] for row in rows) == sum(row["trades"] for row in known)
    began = min(one.began for one in read_services.performance.records() if one.began is not None)
    assert abs(rows[0]["day"] - began.date()).days <= 1
    assert rows[-1]["day"] <= datetime.now(UTC).date() + timedelta(days=1)


@pytest.mark.parametrize("name", ["🚀" * 9, "ж" * 900, 'a / b\\c: "d"', "..", "x" * 3_000])
def test_a_file_has_a_name_whatever_its_account_is_called(read_services: Services, name: str) -> None:
    owner = replace(read_services.performance.accounts()[0], name=name)
    found = file_name("trades", [owner], None, datetime(2027, 1, 1, tzinfo=UTC), "UTC")
    assert len(found.encode()) < 200
    assert re.fullmatch(r"trades_\w[\w-]*_all_to_2026-12-31", found)
    assert "--" not in found
