"""Answers: totals of every view are the same cents."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pytest

from services.account_opening import Origin
from services.calc.period import Period
from services.errors import NotFoundError
from services.storage import series
from tests.making import START, flow, make_statement, round_trip

if TYPE_CHECKING:
    from uuid import UUID

    from services.container import Services

EVERYTHING = Period(None, datetime(2027, 1, 1, tzinfo=UTC))


def account_with(services: Services, *results: float, login: str = "1001", currency: str = "USD") -> UUID:
    deals = [flow(1, 1000, time=START)]
    for number, result in enumerate(results):
        opened = START + timedelta(days=number)
        deals += round_trip(10 + 2 * number, result, opened=opened, closed=opened + timedelta(hours=3))
    statement = make_statement(deals, login=login, currency=currency)
    (report,) = services.ingest.post([statement], Origin("x", login.zfill(64), server_zone="UTC"), store=True)
    return report.account.id


def test_profit_is_the_same_in_every_view(services: Services) -> None:
    account_id = account_with(services, 30, -10.25, 5)
    performance = services.performance
    page = performance.account(account_id, EVERYTHING)
    overview = performance.overview(EVERYTHING)
    trades = performance.trades([account_id], EVERYTHING)
    net = {value.metric.name: value.value for value in page.net}
    assert sum(row.trade.net_profit for row in trades) == Decimal("24.75")
    assert page.pnl.realized_pnl == Decimal("24.75")
    assert net["net_profit"] == pytest.approx(24.75)
    assert overview.figures[0].value == pytest.approx(24.75)
    assert page.curve.balance[-1] == pytest.approx(1024.75)


def test_a_deposit_is_no_return_on_any_page(services: Services) -> None:
    account_id = account_with(services)
    page = services.performance.account(account_id, EVERYTHING)
    net = {value.metric.name: value for value in page.net}
    assert net["total_return_twr"].value == 0
    assert math.isnan(net["sharpe_ratio"].value)
    assert net["sharpe_ratio"].reason
    assert net["deposits"].value == 1000


def test_accounts_of_two_currencies_are_added_only_with_a_rate(services: Services) -> None:
    account_with(services, 10)
    account_with(services, 10, login="2002", currency="EUR")
    without = services.performance.overview(EVERYTHING, "USD")
    assert without.figures == ()
    assert "no EUR to USD rate" in without.not_added
    with services.database.begin() as connection:
        series.write_rates(connection, "manual", [("EUR", "USD", START.date(), Decimal("1.10"))])
    joint = services.performance.overview(EVERYTHING, "USD")
    assert joint.figures[0].value == pytest.approx(10 + 11)
    assert joint.curve is not None
    assert joint.curve.balance[-1] == pytest.approx(1010 + 1010 * 1.10)
    assert joint.figures[1].value == pytest.approx((1010 + 1010 * 1.10) / (1000 + 1000 * 1.10) - 1)


def test_made_up_rates_never_convert_a_real_account(services: Services) -> None:
    account_with(services, 10)
    account_with(services, 10, login="2002", currency="EUR")
    with services.database.begin() as connection:
        series.write_rates(connection, "demo", [("EUR", "USD", START.date(), Decimal("1.10"))])
    assert services.performance.overview(EVERYTHING, "USD").not_added


def test_a_period_counts_the_trades_that_closed_in_it(services: Services) -> None:
    account_id = account_with(services, 30, -10, 5)
    second_day = Period(START + timedelta(days=1), START + timedelta(days=2))
    assert [row.trade.net_profit for row in services.performance.trades([account_id], second_day)] == [-10]
    values = {
        value.metric.name: value.value for value in services.performance.metrics(account_id, second_day)
    }
    assert (values["net_profit"], values["balance"]) == (-10, 1020)
    assert values["total_return_twr"] == pytest.approx(-10 / 1030)


def test_states_and_records_are_fresh_after_an_import(services: Services) -> None:
    account_id = account_with(services, 30)
    assert services.performance.pnl(account_id).realized_pnl == 30
    deals = [flow(1, 1000, time=START), *round_trip(10, 30, opened=START, closed=START + timedelta(hours=3))]
    deals += round_trip(90, 12, opened=START + timedelta(days=9), closed=START + timedelta(days=9))
    services.ingest.post([make_statement(deals)], Origin("y", "b" * 64), store=True)
    assert services.performance.pnl(account_id).realized_pnl == 42


def test_recorded_and_unrecorded_equity_are_drawn_together_and_said_so(demo_services: Services) -> None:
    account_with(demo_services, 30, -10)
    joint = demo_services.performance.overview(EVERYTHING, "USD")
    assert joint.curve is not None
    assert joint.curve.source.startswith("equity where it was recorded, balance")
    assert not np.isnan(joint.curve.equity).any()
    assert joint.figures[-1].metric.name == "max_balance_drawdown"
    assert joint.figures[-1].is_defined


def test_an_unknown_account_is_said(services: Services) -> None:
    for unknown in ("nobody", "00000000-0000-0000-0000-000000000000"):
        with pytest.raises(NotFoundError):
            services.performance.pnl(unknown)


def test_an_overview_without_accounts_is_empty(services: Services) -> None:
    empty = services.performance.overview(EVERYTHING)
    assert (empty.accounts, empty.figures, empty.curve, empty.notices) == ((), (), None, ())


def test_a_long_curve_is_thinned_without_losing_its_extremes(demo_services: Services) -> None:
    account = demo_services.performance.accounts()[0]
    record = demo_services.performance.record(account.id)
    curve = demo_services.performance.account(account.id, EVERYTHING).curve
    assert curve.time.size <= 5_000 < record.track.time.size
    assert np.nanmin(curve.equity) == record.track.value.min()
    assert np.nanmax(curve.equity) == record.track.value.max()
    assert curve.drawdown.min() == pytest.approx(-_number(demo_services, account.id, "max_drawdown"))


def _number(services: Services, account_id: UUID, name: str) -> float:
    return services.performance.explain(account_id, name, "net", EVERYTHING).value
