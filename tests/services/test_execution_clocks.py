"""Executions whose times name no zone: which clock they are read by, why, and what the given one changes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from services.importers import SourceFile
from tests.tax.stories import file_of, imported, line

if TYPE_CHECKING:
    from services.answers import ImportReport
    from services.container import Services

DEPENDS = "tax years depend on it"


def checked(services: Services, *lines: str, zone: str | None = None) -> ImportReport:
    (report,) = services.ingest.check(SourceFile("executions.csv", file_of(lines)), server_zone=zone)
    return report


@pytest.mark.parametrize(
    ("clock", "zone"),
    [
        ("09:31", "America/New_York"),
        ("16:31", "NY+7"),
        ("20:59", "NY+7"),
        ("16:20", "UTC"),
        ("03:00", "NY+7"),
    ],
)
def test_hours_of_the_exchange_tell_the_clock(services: Services, clock: str, zone: str) -> None:
    report = checked(services, line(f"2025-03-04 {clock}", "buy", 1, "5"))
    assert report.server_zone == zone
    is_told = clock != "03:00"
    assert (
        f"Fills of shares from {clock} to {clock} look like {zone}." in report.server_zone_reason
    ) is is_told
    assert DEPENDS in report.server_zone_reason


def test_only_fills_of_american_shares_tell(services: Services) -> None:
    for cells in ({"asset_class": "forex", "symbol": "EURUSD"}, {"currency": "EUR"}):
        report = checked(services, line("2025-03-04 10:00", "buy", 1, "5", **cells))
        assert (report.server_zone, "Fills of shares" in report.server_zone_reason) == ("NY+7", False)
    call = {"symbol": "XYZ   250321C00050000", "asset_class": "option"}
    bought = line("2025-03-03 10:00", "buy", 1, "2", **call)
    ended = line("2025-03-21 17:30", "", 1, "", event="expired", **call)
    assert checked(services, bought, ended).server_zone == "America/New_York"


def test_a_clock_that_is_given_or_written_needs_no_guess(services: Services) -> None:
    evening = line("2025-03-04 22:00", "buy", 1, "5")
    chosen = checked(services, evening, zone="Europe/Berlin")
    assert (chosen.server_zone, chosen.server_zone_reason) == ("Europe/Berlin", "As you chose.")
    written = checked(services, line("2025-03-04T22:00:00Z", "buy", 1, "5"))
    assert written.server_zone_reason == "The file's times carry their offset."
    days = checked(services, line("2025-03-04", "buy", 1, "5"))
    assert "tells days and no times" in days.server_zone_reason


def test_a_known_clock_stays_and_what_speaks_against_it_is_said(services: Services) -> None:
    imported(services, line("2025-03-04 16:31", "buy", 1, "5"))
    alike = checked(services, line("2025-03-05 16:31", "buy", 1, "5"))
    assert alike.server_zone_reason == "As the account has it."
    other = checked(services, line("2025-03-05 10:00", "buy", 1, "5"))
    assert other.server_zone == "NY+7"
    assert other.server_zone_reason.startswith(
        "As the account has it. Fills of shares from 10:00 to 10:00 look"
    )


def test_the_clock_decides_the_tax_year(services: Services) -> None:
    lines = line("2025-03-04 02:00", "buy", 1, "5"), line("2026-01-01 02:00", "sell", 1, "6")
    imported(services, *lines)
    assert [row.sold for row in services.tax_years.of(2025).rows] == [date(2025, 12, 31)]
    services.ingest.store(SourceFile("executions.csv", file_of(lines)), server_zone="America/New_York")
    assert [row.sold for row in services.tax_years.of(2026).rows] == [date(2026, 1, 1)]
