"""The broker's clock: both daylight-saving rules, fixed offsets, and what fills tell of it."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from services.calc.server_zone import ZONES, guess_server_zone, server_zone
from services.errors import InvalidInputError


@pytest.mark.parametrize(
    ("zone", "server", "utc"),
    [
        ("NY+7", "2026-01-15T12:00", "2026-01-15T10:00"),
        ("NY+7", "2026-07-15T12:00", "2026-07-15T09:00"),
        ("NY+7", "2026-03-10T12:00", "2026-03-10T09:00"),  # New York has sprung forward, Europe has not
        ("EET", "2026-03-10T12:00", "2026-03-10T10:00"),
        ("UTC+2", "2026-07-15T12:00", "2026-07-15T10:00"),
        ("UTC-05:30", "2026-07-15T12:00", "2026-07-15T17:30"),
        ("Asia/Kolkata", "2026-07-15T12:00", "2026-07-15T06:30"),
    ],
)
def test_moves_between_wall_clock_and_utc(zone: str, server: str, utc: str) -> None:
    moment = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert server_zone(zone).to_utc(datetime.fromisoformat(server)) == moment
    assert server_zone(zone).to_server(moment) == datetime.fromisoformat(server)


@pytest.mark.parametrize("zone", [value for value, _ in ZONES])
def test_arrays_and_single_times_agree_across_a_year(zone: str) -> None:
    times = np.arange("2026-01-01", "2027-01-01", 7, dtype="datetime64[h]").astype("datetime64[us]")
    clock = server_zone(zone)
    one_by_one = [
        clock.to_server(time.astype(datetime).replace(tzinfo=UTC)).isoformat() for time in times[::37]
    ]
    assert [str(time)[:19] for time in clock.local_times(times)[::37]] == one_by_one


@pytest.mark.parametrize("name", ["", "NY+", "Mars/Olympus", "UTC+99", "../etc/passwd"])
def test_an_unknown_zone_is_one_sentence(name: str) -> None:
    with pytest.raises(InvalidInputError, match="is not a time zone"):
        server_zone(name)


@pytest.mark.parametrize(
    ("fills", "zone"),
    [
        (["2026-03-02T01:00:01"], "NY+7"),
        (["2026-03-01T22:05:00"], "UTC"),
        (["2026-03-01T17:05:00"], "America/New_York"),
        (["2026-03-06T23:10:00"], "NY+7"),
        (["2026-03-04T12:00:00"], "NY+7"),
    ],
)
def test_guesses_the_zone_from_the_first_and_last_fills_of_a_week(fills: list[str], zone: str) -> None:
    name, reason = guess_server_zone(map(datetime.fromisoformat, fills))
    assert name == zone
    assert reason.endswith(".")
