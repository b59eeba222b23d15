"""Ledgers are read and written as if nothing had been archived, and never with silently fewer rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sqlalchemy import func, select

from services.calc.ledger import conservation_gap
from services.calc.period import Period, as_datetime
from services.calc.round_trips import round_trips
from services.container import Services
from services.errors import DamagedError
from services.model import DealClass
from services.retention.parquet import fields_in
from services.storage import ledger, tables
from tests.making import flow, round_trip
from tests.retention.aging import BEGIN, FAR, SOON, age, deals_of_months, post, record_hours
from tests.retention.conftest import settings_of

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from services.calc.record import TrackRecord
    from services.storage.month_values import Field


ALWAYS = Period(None, FAR)


def reopened(services: Services) -> Services:
    """Another process on the same database and folder."""
    return Services(services.settings, services.database, None)


def record_of(services: Services, account_id: UUID) -> TrackRecord:
    return reopened(services).performance.record(account_id)


def live_tickets(services: Services, account_id: UUID) -> list[int]:
    with services.database.read() as connection:
        return [deal.ticket for deal in ledger.read_deals(connection, account_id)]


def states(services: Services, table: str) -> list[str]:
    return [archive.state for archive in services.retention.list() if archive.table == table]


@pytest.fixture
def aged(product: Services) -> UUID:
    """An account whose deals and trades have all left the database."""
    report = post(product, deals_of_months())
    age(product)
    assert live_tickets(product, report.account.id) == []
    return report.account.id


def test_every_figure_is_the_same_before_and_after(product: Services) -> None:
    report = post(product, deals_of_months())
    record_hours(product, report.account.id, BEGIN, 90)
    period = ALWAYS
    before = reopened(product).performance.metrics(report.account.id, period)
    page = reopened(product).performance.account(report.account.id, period)
    age(product)
    after = reopened(product).performance.metrics(report.account.id, period)
    assert len(before) > 70
    for old, new in zip(before, after, strict=True):
        assert (old.metric.name, old.n, old.reason) == (new.metric.name, new.n, new.reason)
        assert new.value == pytest.approx(old.value, nan_ok=True)
    curve = reopened(product).performance.account(report.account.id, period).curve
    assert (curve.time == page.curve.time).all()
    assert np.allclose(curve.equity, page.curve.equity, equal_nan=True)


@pytest.mark.slow
def test_a_demo_account_is_the_same_and_sound_when_all_of_it_has_left(
    demo_services: Services, tmp_path: Path
) -> None:
    url = demo_services.database.engine.url.render_as_string(hide_password=False)
    product = Services(settings_of(url, tmp_path), demo_services.database, None)
    kept, *others = product.performance.accounts()
    for account in others:
        product.account_care.remove(account.id)
    before = reopened(product).performance.metrics(kept.id, ALWAYS)
    outcome = age(product)
    assert outcome.waiting == ()
    with product.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(tables.performance_snapshots)) == 0
    after = reopened(product).performance.metrics(kept.id, ALWAYS)
    for old, new in zip(before, after, strict=True):
        assert (new.metric.name, new.value) == (old.metric.name, pytest.approx(old.value, nan_ok=True))
    assert reopened(product).integrity.verify().issues == ()


def test_an_old_statement_that_is_imported_again_adds_nothing(product: Services, aged: UUID) -> None:
    again = post(product, deals_of_months(), "again.xlsx")
    assert (again.new_deals, again.changed_deals) == (0, 0)
    assert live_tickets(product, aged) == []
    assert set(states(product, "deals")) == {"purged"}
    assert len(record_of(product, aged).trades) == 12


def test_a_correction_of_the_broker_brings_its_month_back_and_keeps_the_old_version(
    product: Services, aged: UUID
) -> None:
    deals = deals_of_months()
    corrected = [replace(deal, profit=deal.profit + 1) if deal.ticket == 11 else deal for deal in deals]
    report = post(product, corrected, "corrected.xlsx")
    assert (report.new_deals, report.changed_deals) == (0, 1)
    assert live_tickets(product, aged) == list(range(10, 18))
    record = record_of(product, aged)
    assert {deal.ticket: deal.profit for deal in record.deals} == {
        deal.ticket: deal.profit for deal in corrected
    }
    assert record.state is not None
    assert conservation_gap(record.deals, round_trips(record.deals, digits=2)) == 0
    assert sum(trade.net_profit for trade in record.trades) + 1000 == record.state.balance
    with product.database.read() as connection:
        (old,) = connection.execute(select(tables.deal_versions.c.deal)).scalars().all()
    assert Decimal(str(old["profit"])) == next(deal for deal in deals if deal.ticket == 11).profit
    age(product)
    assert live_tickets(product, aged) == []
    assert record_of(product, aged).deals == record.deals
    assert record_of(product, aged).trades == record.trades
    assert product.retention.verify() == ()


def test_a_tag_brings_the_month_of_its_deal_back(product: Services, aged: UUID) -> None:
    first = deals_of_months()[0]
    assert product.account_care.tag(aged, {first.ticket: DealClass.BONUS}, reason="a bonus") == 1
    assert product.account_care.tag(aged, {first.ticket: DealClass.BONUS}, reason="again") == 0
    assert record_of(product, aged).booked.bonus == 1000
    age(product)
    assert record_of(product, aged).booked.bonus == 1000
    assert post(product, deals_of_months(), "again.xlsx").changed_deals == 0
    assert product.account_care.tag(aged, {first.ticket: DealClass.BONUS}, reason="again") == 0


def test_a_late_exit_changes_a_trade_that_was_archived(product: Services, aged: UUID) -> None:
    entry, exit_ = round_trip(900, 4, opened=BEGIN + timedelta(days=40), closed=BEGIN + timedelta(days=41))
    later = replace(exit_, ticket=950, time=BEGIN + timedelta(days=80), volume=Decimal("0.2"))
    later = replace(later, server_time=later.time.replace(tzinfo=None))
    exit_ = replace(exit_, volume=Decimal("0.3"))
    post(product, [*deals_of_months(), entry, exit_], "half.xlsx")
    age(product)
    post(product, [*deals_of_months(), entry, exit_, later], "whole.xlsx")
    for _ in range(2):
        record = record_of(product, aged)
        (trade,) = [trade for trade in record.trades if trade.position_id == entry.position_id]
        assert (trade.volume, trade.exits) == (Decimal("0.5"), 2)
        assert record.trades == round_trips(record.deals, digits=2).closed
        age(product)


def test_another_server_zone_moves_every_deal_also_those_that_were_archived(
    product: Services, aged: UUID
) -> None:
    post(product, deals_of_months(), "moved.xlsx", "UTC+3")
    expected = sorted(deal.time - timedelta(hours=3) for deal in deals_of_months())
    for _ in range(2):
        assert [deal.time for deal in record_of(product, aged).deals] == expected
        age(product)
    assert live_tickets(product, aged) == []


def test_trades_derived_again_from_archived_deals_are_the_same(product: Services, aged: UUID) -> None:
    before = record_of(product, aged).trades
    product.account_care.derive(aged)
    assert record_of(product, aged).trades == before
    assert set(states(product, "trade_performance")) == {"purged"}


def test_nothing_is_read_while_a_file_is_missing_or_damaged_and_all_of_it_after_it_is_put_back(
    product: Services, aged: UUID
) -> None:
    before = record_of(product, aged)
    for path in sorted((product.settings.archives / str(aged)).rglob("*.parquet")):
        whole = path.read_bytes()
        path.unlink()
        with pytest.raises(DamagedError, match=rf"{path.name} is missing.*backup"):
            record_of(product, aged)
        path.write_bytes(whole[:-1])
        with pytest.raises(DamagedError, match=rf"{path.name} is damaged.*backup"):
            record_of(product, aged)
        path.write_bytes(whole)
        assert record_of(product, aged).deals == before.deals


def test_an_import_is_refused_while_a_file_that_it_needs_is_missing(product: Services, aged: UUID) -> None:
    path = next((product.settings.archives / str(aged) / "deals").rglob("*.parquet"))
    whole = path.read_bytes()
    path.unlink()
    with pytest.raises(DamagedError, match="is missing"):
        post(reopened(product), [*deals_of_months(), flow(999, 5, time=SOON)], "more.xlsx")
    assert live_tickets(product, aged) == []
    path.write_bytes(whole)
    assert post(reopened(product), [*deals_of_months(), flow(999, 5, time=SOON)], "more.xlsx").new_deals == 1


def test_snapshots_that_have_left_are_read_point_by_point(product: Services) -> None:
    report = post(product, deals_of_months())
    recorded = record_hours(product, report.account.id, BEGIN, 70, minutes=20)
    with product.database.read() as connection:
        nothing = product.archived.points(connection, report.account.id, BEGIN, FAR)
    assert nothing.time.size == 0
    age(product, SOON)
    with product.database.read() as connection:
        found = product.archived.points(connection, report.account.id, BEGIN, FAR)
        middle = product.archived.points(
            connection, report.account.id, BEGIN + timedelta(days=30), BEGIN + timedelta(days=33)
        )
        hours = product.archived.buckets(connection, report.account.id, "performance_15m", BEGIN, FAR)
    assert found.time.size == recorded
    assert (np.diff(found.time) == np.timedelta64(20, "m")).all()
    assert found.equity[1] == 1000 + 37 / 8
    assert as_datetime(middle.time[0]) == BEGIN + timedelta(days=30)
    assert middle.time.size == 3 * 24 * 3
    assert int(hours.n.sum()) == (31 + 28) * 24 * 3


def test_answers_say_which_part_comes_from_archive_files(aged: UUID, product: Services) -> None:
    deals, trades = product.retention.ranges(aged, ALWAYS)
    assert (deals.table, deals.start, deals.end) == (
        "deals",
        (BEGIN - timedelta(days=1)).replace(day=1),
        BEGIN.replace(month=4),
    )
    assert trades.table == "trade_performance"
    assert product.retention.ranges(aged, Period(BEGIN.replace(month=4), FAR)) == ()


def test_a_file_that_was_written_before_a_column_came_is_read(
    product: Services, aged: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def older(path: Path) -> list[Field]:
        return [replace(field, name="gone") if field.name == "place" else field for field in fields_in(path)]

    monkeypatch.setattr("services.retention.archived.fields_in", older)
    assert len(record_of(product, aged).trades) == 12
