"""Recordings: what was told comes again, in order, at the pace that is asked for."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from structlog.testing import capture_logs

from services.errors import FeedUnavailableError, InvalidInputError, SettingsError
from services.feed import AccountReport, FeedBatch, ServerQuote, StatedState
from services.feed_json import encoded
from services.feed_recording import Polled, as_line, from_line, new_recording, polls
from services.feed_shapes import MOST_QUOTES
from services.live.booking import LiveBooking
from services.live.frame import MarketState
from services.live.recorder import Recorder
from services.market.replay import ReplayFeed
from services.settings import load
from services.statement import StatedAccount
from tests.live.leading import Live
from tests.making import flow, round_trip
from tests.market.batches import batches
from tests.market.fake_host import FakeHost
from tests.market.harness_simulated import WEDNESDAY, SimulatedHarness

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from services.container import Services
    from services.model import Deal

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
NAMES = ["hour.jsonl", "hour.jsonl.gz"]


def quoted(time: datetime, bid: float = 1.1) -> ServerQuote:
    return ServerQuote("Srv", "EURUSD", time, bid, bid + 0.1)


def told(*deals: Deal, **values: object) -> AccountReport:
    return AccountReport(StatedAccount("1001", "USD", server="Srv"), deals, **values)  # type: ignore[arg-type]


def written(path: Path, recorded: Iterable[Polled]) -> Path:
    with new_recording(path) as recording:
        for polled in recorded:
            recording.write(polled)
    return path


def played(path: Path, **settings: str) -> ReplayFeed:
    return ReplayFeed(FakeHost(settings=load({"REPLAY_FILE": str(path), **settings})))


class Told:
    """A feed that tells what it was given."""

    name = "told"
    seconds = 0.5
    is_queue = False

    def __init__(self, *told: FeedBatch) -> None:
        self._told = iter(told)

    def poll(self, _now: datetime) -> FeedBatch:
        return next(self._told)

    def close(self) -> None:
        """Nothing is held."""


@given(batch=batches)
def test_a_poll_is_a_line_and_back(batch: FeedBatch) -> None:
    polled = Polled(NOW, batch)
    assert from_line(as_line(polled)) == polled
    assert as_line(polled).count(b"\n") == 1


@pytest.mark.parametrize("name", NAMES)
def test_what_was_recorded_is_played_in_the_same_order(tmp_path: Path, name: str) -> None:
    path, simulated = tmp_path / name, SimulatedHarness()
    with new_recording(path) as recording:
        recorder = Recorder(simulated.feed, recording)
        minutes = [WEDNESDAY + timedelta(minutes=minute) for minute in range(180)]
        before = [recorder.step(minute) for minute in minutes]
    feed = played(path)
    after = [feed.poll(NOW + timedelta(minutes=minute)) for minute in range(180)]
    prices = [[(quote.symbol, quote.bid, quote.ask) for quote in batch.quotes] for batch in before]
    assert [[(quote.symbol, quote.bid, quote.ask) for quote in batch.quotes] for batch in after] == prices
    deals = [[deal for report in batch.reports for deal in report.deals] for batch in before]
    assert [[deal for report in batch.reports for deal in report.deals] for batch in after] == deals
    assert [batch.asleep for batch in after] == [batch.asleep for batch in before]
    assert recorder.recorded.polls == 180
    assert recorder.recorded.deals == len([deal for found in deals for deal in found]) > 10


def test_a_line_can_be_read_as_soon_as_it_is_written(tmp_path: Path) -> None:
    for name in NAMES:
        path = tmp_path / name
        with new_recording(path) as recording:
            recording.write(Polled(NOW, FeedBatch()))
            assert [polled.time for polled in polls(path)] == [NOW]


def test_quotes_get_the_time_of_now_and_keep_their_distances(tmp_path: Path) -> None:
    quotes = (quoted(WEDNESDAY - 2 * SECOND), quoted(WEDNESDAY), quoted(WEDNESDAY + SECOND))
    path = written(tmp_path / NAMES[0], [Polled(WEDNESDAY, FeedBatch(quotes))])
    found = played(path, REPLAY_SPEED="4").poll(NOW).quotes
    assert [quote.time for quote in found] == [NOW - SECOND / 2, NOW, NOW]


def test_it_plays_as_many_times_faster_as_it_is_told(tmp_path: Path) -> None:
    seconds = [WEDNESDAY + number * SECOND for number in range(100)]
    path = written(tmp_path / NAMES[0], (Polled(time, FeedBatch((quoted(time),))) for time in seconds))
    feed = played(path, REPLAY_SPEED="10")
    assert [len(feed.poll(NOW + number * SECOND).quotes) for number in range(4)] == [1, 10, 10, 10]


def test_deals_and_positions_keep_their_times_and_stated_figures_do_not(tmp_path: Path) -> None:
    stated = StatedState(WEDNESDAY, Decimal(5), Decimal(0), Decimal(5))
    report = told(*round_trip(1, 5), stated=stated)
    feed = played(written(tmp_path / NAMES[0], [Polled(WEDNESDAY, FeedBatch(reports=(report,)))]))
    (found,) = feed.poll(NOW).reports
    assert found.deals == report.deals
    assert found.stated is not None
    assert found.stated.time == NOW


def test_what_is_played_twice_is_booked_once(tmp_path: Path, services: Services) -> None:
    reports = (told(flow(1, 1_000)), told(*round_trip(2, 5)))
    path = written(tmp_path / NAMES[0], [Polled(WEDNESDAY, FeedBatch(reports=reports))])
    booking = LiveBooking(services.database, services.ledger)
    first, second = (
        [booking.book(report, "replay") for report in played(path).poll(time).reports]
        for time in (NOW, NOW + timedelta(days=3))
    )
    assert sum(booked.added for booked in first) == 3
    assert not any(booked.is_new or booked.added or booked.changed for booked in second)
    (account,) = services.performance.accounts()
    with services.database.read() as connection:
        assert [deal.ticket for deal in services.ledger.deals(connection, account.id)] == [1, 2, 3]


def test_at_its_end_the_market_is_closed_and_the_log_says_so_once(tmp_path: Path) -> None:
    feed = played(written(tmp_path / NAMES[0], [Polled(WEDNESDAY, FeedBatch((quoted(WEDNESDAY),)))]))
    with capture_logs() as logs:
        found = [feed.poll(NOW + number * SECOND) for number in range(5)]
    assert [batch.is_closed for batch in found] == [False, True, True, True, True]
    assert [line["event"] for line in logs] == ["recording_over"]


def test_it_remembers_who_sleeps_between_two_polls(tmp_path: Path) -> None:
    recorded = [
        Polled(WEDNESDAY, FeedBatch((quoted(WEDNESDAY),), asleep=("XAUUSD",))),
        Polled(WEDNESDAY + 10 * SECOND, FeedBatch()),
    ]
    feed = played(written(tmp_path / NAMES[0], recorded))
    found = [feed.poll(NOW + number * SECOND).asleep for number in (0, 5, 10)]
    assert found == [("XAUUSD",), ("XAUUSD",), ()]


def test_without_a_file_the_setting_is_named() -> None:
    with pytest.raises(SettingsError, match="REPLAY_FILE"):
        ReplayFeed(FakeHost())


def test_a_file_that_is_missing_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / NAMES[0]
    feed = played(path)
    with pytest.raises(FeedUnavailableError, match=r"hour\.jsonl"):
        feed.poll(NOW)
    written(path, [Polled(WEDNESDAY, FeedBatch((quoted(WEDNESDAY),)))])
    assert feed.poll(NOW).quotes


@pytest.mark.parametrize(
    "damaged",
    [
        b"not json",
        b"[]",
        b'{"polled_at": 5, "batch": {}}',
        b'{"polled_at": "2026-01-07T10:00:00", "batch": {"version": 1}}',
        b'{"polled_at": "2026-01-07T10:00:00+00:00", "batch": {"version": 2}}',
    ],
)
def test_a_damaged_line_is_named_after_what_came_before_it_was_played(tmp_path: Path, damaged: bytes) -> None:
    path = tmp_path / NAMES[0]
    path.write_bytes(as_line(Polled(WEDNESDAY, FeedBatch((quoted(WEDNESDAY),)))) + damaged + b"\n")
    feed = played(path)
    assert feed.poll(NOW).quotes
    for _ in range(2):
        with pytest.raises(FeedUnavailableError, match=r"Line 2 of the recording .*\."):
            feed.poll(NOW)


def test_an_empty_recording_and_one_that_is_not_packed_are_said(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "plain.gz").write_bytes(b"{}\n")
    for name, reason in (("empty.jsonl", "holds nothing"), ("plain.gz", "is damaged")):
        with pytest.raises(FeedUnavailableError, match=reason):
            played(tmp_path / name).poll(NOW)


@pytest.mark.parametrize("name", NAMES)
def test_the_end_of_a_recording_whose_writer_was_killed_is_left_out(tmp_path: Path, name: str) -> None:
    line = as_line(Polled(WEDNESDAY, FeedBatch((quoted(WEDNESDAY),))))
    path = tmp_path / name
    path.write_bytes(gzip.compress(line)[:-4] if name.endswith(".gz") else line + line[:-9])
    feed = played(path)
    assert len(feed.poll(NOW).quotes) == 1
    assert feed.poll(NOW).is_closed


def test_polls_that_tell_nothing_new_are_not_recorded(tmp_path: Path) -> None:
    closed, quiet = FeedBatch(is_closed=True), FeedBatch()
    path = tmp_path / NAMES[0]
    with new_recording(path) as recording:
        recorder = Recorder(Told(closed, closed, closed, quiet, quiet, closed), recording)
        for number in range(6):
            recorder.step(WEDNESDAY + number * SECOND)
    assert [polled.batch for polled in polls(path)] == [closed, quiet, closed]


def test_a_batch_that_is_larger_than_a_line_may_be_is_recorded_in_parts(tmp_path: Path) -> None:
    quotes = tuple(quoted(WEDNESDAY, 1 + number / 100_000) for number in range(MOST_QUOTES + 5))
    reports = (told(*round_trip(1, 5)),)
    path = tmp_path / NAMES[0]
    with new_recording(path) as recording:
        Recorder(Told(FeedBatch(quotes, reports)), recording).step(WEDNESDAY)
    found = [polled.batch for polled in polls(path)]
    assert [quote for batch in found for quote in batch.quotes] == list(quotes)
    assert [report for batch in found for report in batch.reports] == list(reports)
    feed = played(path)
    assert len(feed.poll(NOW).quotes) == MOST_QUOTES
    assert len(feed.poll(NOW).quotes) == 5


def test_a_merged_batch_can_be_recorded_again(tmp_path: Path) -> None:
    lines = [
        Polled(WEDNESDAY, FeedBatch(reports=(told(*round_trip(number, 5)),))) for number in range(1, 250)
    ]
    feed = played(written(tmp_path / NAMES[0], lines))
    found = [feed.poll(NOW) for _ in range(3)]
    assert [len(batch.reports) for batch in found] == [100, 100, 49]
    assert all(encoded(batch) for batch in found)


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / NAMES[0]
    path.write_text("precious")
    with pytest.raises(InvalidInputError, match="exists already"), new_recording(path):
        pass
    with pytest.raises(InvalidInputError, match="cannot be written"), new_recording(path / "below"):
        pass
    assert path.read_text() == "precious"


def test_a_recording_shows_its_accounts_where_nobody_knows_them(tmp_path: Path, services: Services) -> None:
    path, simulated = tmp_path / NAMES[1], SimulatedHarness()
    with new_recording(path) as recording:
        recorder = Recorder(simulated.feed, recording)
        for minute in range(60):
            recorder.step(WEDNESDAY + timedelta(minutes=minute))
    live = Live(services, played(path, REPLAY_SPEED="60"), NOW).run(62)
    found = {account.login: account for account in services.performance.accounts()}
    assert sorted(found) == ["1", "2"]
    assert not any(account.is_demo for account in found.values())
    for account in found.values():
        with services.database.read() as connection:
            deals = services.ledger.deals(connection, account.id)
        row = live.mirror.row(str(account.id))
        assert row is not None
        assert row.number("balance") == 1_000_000 + 100 * sum(deal.cash for deal in deals)
        assert row.number("open_positions") == len(live.mirror.positions(str(account.id))) > 0
    assert live.market() == MarketState.CLOSED
