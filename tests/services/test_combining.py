"""Accounts as one: members add up to the total, in one currency, with dated rates, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from services.account_opening import Origin
from services.calc.period import Period
from services.comparison.calendar import View, stretch_of
from services.documents import metric_document
from services.errors import InvalidInputError
from services.storage import series
from services.together import total_of
from tests.making import START, flow, make_statement, round_trip

if TYPE_CHECKING:
    from uuid import UUID

    from services.container import Services

EVERYTHING = Period(None, datetime(2027, 1, 1, tzinfo=UTC))


def account(services: Services, *results: float, login: str = "1001", currency: str = "USD") -> UUID:
    deals = [flow(1, 1000, time=START)]
    for number, result in enumerate(results):
        opened = START + timedelta(days=number)
        deals += round_trip(10 + 2 * number, result, opened=opened, closed=opened + timedelta(hours=3))
    statement = make_statement(deals, login=login, currency=currency)
    (report,) = services.ingest.post([statement], Origin("x", login.zfill(64), server_zone="UTC"), store=True)
    return report.account.id


def rate(services: Services, *rates: str) -> None:
    days = [(START.date() + timedelta(days=day), Decimal(text)) for day, text in enumerate(rates)]
    with services.database.begin() as connection:
        series.write_rates(connection, "manual", [("EUR", "USD", day, value) for day, value in days])


def test_the_members_add_up_to_the_total_with_dated_rates(services: Services) -> None:
    account(services, 10.01, -3.33)
    account(services, 7.77, 3.33, -1.01, login="2002", currency="EUR")
    rate(services, "1.1007", "1.1113", "1.0991")
    found = services.combining.together((), EVERYTHING, "USD")
    for name, field in (("net_profit", "net_profit"), ("balance", "balance"), ("net_flows", "flows")):
        value = found.value(name)
        assert value is not None
        assert metric_document(value, found)["value"] == f"{total_of(found.members, field):f}", name
    assert sum(member.trades for member in found.members) == 5
    assert sum(member.share for member in found.members) == pytest.approx(1)


def test_the_total_is_that_of_the_other_pages(services: Services) -> None:
    account(services, 10.01, -3.33)
    account(services, 7.77, 3.33, -1.01, login="2002", currency="EUR")
    rate(services, "1.1007", "1.1113", "1.0991")
    found = services.combining.together((), EVERYTHING, "USD")
    overview = services.performance.overview(EVERYTHING, "USD")
    year = services.calendars.calendar(stretch_of(View.YEAR, START.date()), (), "USD")
    assert year.span.tally.net == total_of(found.members, "net_profit")
    net = found.value("net_profit")
    assert net is not None
    assert overview.figures[0].value == pytest.approx(net.value)


def test_without_a_rate_nothing_is_added_and_the_sentence_says_why(services: Services) -> None:
    account(services, 10)
    account(services, 10, login="2002", currency="EUR")
    found = services.combining.together((), EVERYTHING, "USD")
    assert (found.net, found.members, found.curve) == ((), (), None)
    assert "no EUR to USD rate" in found.not_added
    page = services.combining.page((), EVERYTHING, "USD")
    assert page.today is None
    assert len(page.flows) == 2
    with pytest.raises(InvalidInputError, match="no EUR to USD rate"):
        services.combining.metrics((), EVERYTHING, "USD")
    with pytest.raises(InvalidInputError, match="no EUR to USD rate"):
        services.combining.explain((), "win_rate", EVERYTHING, "USD")


def test_a_deposit_into_a_member_is_a_flow_and_no_profit(services: Services) -> None:
    one, two = account(services, 10), account(services, login="2002")
    found = services.combining.page([one, two], EVERYTHING)
    values = {value.metric.name: value.value for value in found.together.net}
    assert (values["net_profit"], values["deposits"], values["balance"]) == (10, 2000, 2010)
    assert values["best_day"] == 10
    assert [flow.amount for _, flow in found.flows] == [1000, 1000]
    shares = {member.account.id: (member.share, member.flows) for member in found.together.members}
    assert shares == {one: (1, 1000), two: (0, 1000)}


def test_one_account_as_one_is_its_own_page(services: Services) -> None:
    one = account(services, 10, -4)
    alone, together = (
        services.performance.metrics(one, EVERYTHING),
        services.combining.together([one], EVERYTHING).net,
    )
    for ours, theirs in zip(together, alone, strict=True):
        assert ours.value == pytest.approx(theirs.value, nan_ok=True)
