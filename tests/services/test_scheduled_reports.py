"""Files made by themselves: one a period and ledger version, kept for a while, then gone."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import openpyxl
import pytest

from services.export_history import KEPT_FOR

if TYPE_CHECKING:
    from pathlib import Path

    from services.container import Services

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def scheduled(demo_services: Services, tmp_path: Path) -> Services:
    wanted = {"report_schedule": ("weekly", "monthly"), "report_format": "xlsx", "data_dir": tmp_path}
    settings = demo_services.settings.model_copy(update=wanted)
    return replace(demo_services, settings=settings)


def test_nothing_is_made_unless_it_is_asked_for(demo_services: Services) -> None:
    assert demo_services.scheduled_reports.make(NOW).reports == 0


def test_the_period_that_ended_last_is_made_once(scheduled: Services) -> None:
    assert scheduled.scheduled_reports.make(NOW).reports == 6
    assert scheduled.scheduled_reports.make(NOW).reports == 0
    kept = scheduled.export_history.all()
    assert {row.request["period_start"] for row in kept} == {"2026-11-09", "2026-10-01"}


def test_a_made_file_opens_and_is_what_the_list_says(scheduled: Services) -> None:
    scheduled.scheduled_reports.make(NOW)
    row = scheduled.export_history.all()[0]
    content = scheduled.export_history.path(row).read_bytes()
    assert len(content) == row.size
    assert openpyxl.load_workbook(io.BytesIO(content)).worksheets


def test_a_changed_ledger_makes_a_new_file(scheduled: Services) -> None:
    scheduled.scheduled_reports.make(NOW)
    with scheduled.database.begin() as connection:
        connection.exec_driver_sql("UPDATE accounts SET ledger_version = ledger_version + 1")
    assert scheduled.scheduled_reports.make(NOW).reports == 6


def test_an_expired_file_goes_with_its_folder(scheduled: Services) -> None:
    scheduled.scheduled_reports.make(NOW)
    folder = scheduled.settings.exports
    assert scheduled.export_history.expire(NOW + KEPT_FOR - timedelta(seconds=1)) == 0
    (folder / "left by a crash").mkdir()
    assert scheduled.export_history.expire(NOW + KEPT_FOR) == 7
    assert list(folder.iterdir()) == []
    assert scheduled.export_history.all() == ()
