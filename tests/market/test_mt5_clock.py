"""The server's clock is measured, kept with its history, and never moves what was booked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calc.server_zone import ZONES, server_zone
from services.feed import ServerClock
from services.market._mt5_clock import ServerClocks, fits, fixed_zone, likeliest_zone
from services.market._mt5_terminal import Terminal
from services.market._mt5_ticks import Ticks, measured_offset
from tests.market.fake_host import FakeHost
from tests.market.mt5_desk import MONDAY, Desk, ready

WINTER, SUMMER = datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 7, 6, tzinfo=UTC)
BETWEEN = datetime(2026, 3, 15, tzinfo=UTC)  # New York has changed its clocks, Europe has not


@pytest.mark.parametrize(
    ("seen", "zone"),
    [
        ([(WINTER, 120)], "NY+7"),
        ([(SUMMER, 180)], "NY+7"),
        ([(WINTER, 120), (BETWEEN, 120)], "EET"),
        ([(WINTER, 120), (BETWEEN, 180)], "NY+7"),
        ([(WINTER, 120), (SUMMER, 120)], "UTC+2"),
        ([(WINTER, 0)], "UTC"),
        ([(WINTER, 0), (SUMMER, 60)], "Europe/London"),
        ([(WINTER, 60), (SUMMER, 120)], "Europe/Berlin"),
        ([(WINTER, 330)], "UTC+5:30"),
        ([(WINTER, 120), (WINTER + timedelta(days=9), 240)], "UTC+4"),
    ],
)
def test_a_zone_explains_what_was_measured(seen: list[tuple[datetime, int]], zone: str) -> None:
    assert likeliest_zone(seen, "NY+7") == zone


def test_what_an_account_is_known_by_is_preferred_when_it_fits() -> None:
    assert likeliest_zone([(WINTER, 120)], "Europe/Helsinki") == "Europe/Helsinki"
    assert likeliest_zone([(WINTER, 180)], "Europe/Helsinki") == "UTC+3"


@given(st.integers(-28, 28), st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis adds the zone
def test_whatever_is_measured_has_a_zone_that_fits(halves: int, time: datetime) -> None:
    assert fits(likeliest_zone([(time, halves * 30)], "NY+7"), halves * 30, time)
    assert fits(fixed_zone(halves * 30), halves * 30, time)


@given(st.sampled_from([name for name, _ in ZONES]), st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001 - the server's clock
def test_before_a_change_of_clocks_times_are_read_as_before(zone: str, shown: datetime) -> None:
    change = datetime(2026, 2, 2, tzinfo=UTC)
    clocks = ServerClocks([ServerClock(WINTER, zone, 0), ServerClock(change, "UTC+9", 540)])
    before, after = server_zone(zone).to_utc(shown), server_zone("UTC+9").to_utc(shown)
    assert clocks.to_utc(shown) == (after if after >= change else before)


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(7200, 120), (7260, 120), (-1740, -30), (8100, None), (0, 0)]
)
def test_an_offset_is_a_half_hour_or_none(seconds: int, minutes: int | None) -> None:
    assert measured_offset(int((WINTER.timestamp() + seconds) * 1000), WINTER) == minutes


def _clocks(desk: Desk) -> list[ServerClock]:
    return [report.clock for batch in desk.told for report in batch.reports if report.clock is not None]


def _zone(desk: Desk) -> str | None:
    return desk.told[-1].reports[0].server_zone


def test_the_clock_is_told_once() -> None:
    desk = ready(Desk())
    desk.run(100, 60)
    (clock,) = _clocks(desk)
    assert (clock.zone, clock.offset_minutes) == ("NY+7", 120)
    assert {report.server_zone for batch in desk.told for report in batch.reports} == {"NY+7"}


def test_a_clock_that_is_shifted_is_noticed_and_moves_nothing_that_was_booked() -> None:
    desk = Desk()
    desk.mt5.deposit(1.0)
    ready(desk)
    before = dict(desk.known_deals())
    desk.mt5.server_offset = 240
    desk.run(4, 2)
    assert len(_clocks(desk)) == 1
    desk.now += timedelta(hours=1)
    desk.run(4)
    assert [clock.zone for clock in _clocks(desk)] == ["NY+7", "UTC+4"]
    assert any("was taken for NY+7, it shows UTC+4 now" in warning for warning in desk.warnings)
    desk.mt5.deposit(2.0)
    (deal,) = desk.run(1)
    assert abs(deal.time - desk.now) <= timedelta(seconds=1)
    desk.run(11, 60)
    assert {ticket: desk.known_deals()[ticket] for ticket in before} == before


def test_one_wrong_tick_is_no_new_clock() -> None:
    desk = ready(Desk())
    desk.now += timedelta(hours=2)
    desk.run(1)
    desk.mt5.server_offset = 300
    desk.run(1)
    desk.mt5.server_offset = 120
    desk.run(10)
    assert [clock.zone for clock in _clocks(desk)] == ["NY+7"]


def test_a_price_of_a_pause_tells_no_clock() -> None:
    desk = Desk()
    desk.mt5.initialize()
    terminal = Terminal(desk.mt5)
    ticks = Ticks({row["name"]: row for row in terminal.symbols()})
    told = []
    for pause, age in ((0, 0), (1, 0), (3600, 1800), (1, 0)):
        desk.now += timedelta(seconds=pause - age)
        desk.mt5.tick_all()
        desk.now += timedelta(seconds=age)
        told.append(ticks.look(terminal, (), desk.now)[1])
    assert told == [None, 120, None, 120]


def test_what_was_kept_is_known_after_a_restart() -> None:
    host = FakeHost(kept_clocks={"Fake-Server": [ServerClock(WINTER, "EET", 120)]})
    desk = Desk(host=host)
    desk.is_ticking = False
    desk.mt5.deposit(1.0)
    assert [deal.time for deal in desk.run(1)] == [MONDAY]
    assert _zone(desk) == "EET"


def test_without_a_fresh_price_the_clock_is_guessed_said_and_put_right_later() -> None:
    desk = Desk(datetime(2026, 1, 10, 12, tzinfo=UTC))
    desk.mt5.server_offset = 0
    desk.is_ticking = False
    desk.mt5.deposit(1.0)
    (guessed,) = desk.run(12)
    assert guessed.time == datetime(2026, 1, 10, 10, tzinfo=UTC)
    assert _zone(desk) is None
    assert any("New York + 7 h is assumed" in warning for warning in desk.warnings)
    desk.is_ticking = True
    (right,) = desk.run(5)
    assert (right.ticket, right.time) == (guessed.ticket, datetime(2026, 1, 10, 12, tzinfo=UTC))
    assert _zone(desk) == "UTC"
    assert any("was taken for NY+7, it shows UTC now" in warning for warning in desk.warnings)
