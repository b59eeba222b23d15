"""Bars of a minute: read as MetaTrader exports them, and what they say of imported trades."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from services.account_opening import Origin
from services.bar_file import read_bars
from services.calc.period import Period
from services.errors import UnreadableFileError
from tests.making import START, flow, make_statement, round_trip

if TYPE_CHECKING:
    from uuid import UUID

    from services.container import Services

HEADER = "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>"
OPENED = START + timedelta(hours=1)
FIVE_MINUTES = b"".join(b"2026.01.05,01:%02d,1,1,1,1\n" % minute for minute in range(0, 60, 5))
EVERYTHING = Period(None, datetime(2027, 1, 1, tzinfo=UTC))


def bar(minute: int, low: float, high: float, spread: int = 100) -> str:
    time = OPENED + timedelta(minutes=minute)
    return f"{time:%Y.%m.%d\t%H:%M:%S}\t{low:.4f}\t{high:.4f}\t{low:.4f}\t{high:.4f}\t9\t0\t{spread}"


def export(*bars: str) -> bytes:
    return "\r\n".join((HEADER, *bars, "")).encode()


def account(services: Services) -> UUID:
    """Half a lot from 1.1 to 1.2 in five minutes that earned 50, so that 0.01 is worth 5."""
    deals = [
        flow(1, 1000, time=START),
        *round_trip(10, 50, opened=OPENED, closed=OPENED + timedelta(minutes=5)),
    ]
    origin = Origin("x", "0" * 64, server_zone="UTC")
    (report,) = services.ingest.post([make_statement(deals)], origin, store=True)
    return report.account.id


def excursions(services: Services, key: UUID) -> tuple[float, float]:
    values = {one.metric.name: one.value for one in services.performance.metrics(key, EVERYTHING)}
    return values["average_mae"], values["average_mfe"]


def test_whole_minutes_of_a_trade_tell_how_far_it_went(services: Services) -> None:
    key = account(services)
    assert all(math.isnan(value) for value in excursions(services, key))
    inside = [bar(minute, 1.09, 1.21) for minute in (1, 3)]  # no tick in minute 2: no bar
    content = export(bar(-2, 1.0, 1.5), bar(0, 1.08, 1.2), *inside, bar(5, 1.0, 1.5))
    stretch = services.bars.store(services.performance.find(str(key)), "EURUSD", "m1.csv", content)
    assert (stretch.bars, stretch.first) == (5, OPENED - timedelta(minutes=2))
    assert excursions(services, key) == pytest.approx((-10.0, 55.0))
    assert services.bars.all() == (stretch,)


def test_a_trade_beyond_the_stretch_is_unknown(services: Services) -> None:
    key = account(services)
    services.bars.store(
        services.performance.find(str(key)), "EURUSD", "m1.csv", export(bar(0, 1.08, 1.2), bar(2, 1.08, 1.2))
    )
    assert all(math.isnan(value) for value in excursions(services, key))


def test_a_better_file_replaces_minutes_and_counts_at_once(services: Services) -> None:
    key, found = account(services), services.performance
    for low in (1.05, 1.09):
        content = export(bar(-1, 1.1, 1.2), bar(2, low, 1.2), bar(6, 1.1, 1.2))
        services.bars.store(found.find(str(key)), "EURUSD", "m1.csv", content)
        assert excursions(services, key)[0] == pytest.approx((low - 1.1) * 500)
    assert len(services.bars.all()) == 1


def test_what_was_sold_is_closed_at_the_ask() -> None:
    (first, _) = read_bars(export(bar(0, 1.08, 1.2, 25), bar(1, 1.08, 1.2)))
    assert first.spread == pytest.approx(0.0025)
    (old,) = read_bars(b"2026.01.05,01:00,1.10,1.12,1.09,1.11,120\n")
    assert (old.low, old.high, old.spread) == (1.09, 1.12, 0.0)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no rows"),
        (b"\xff\xfe\x00", "no text"),
        (b"date,time,open\n", "no column high"),
        (b"2026.01.05,01:00,1.10\n", "a bar is date"),
        (b"2026.01.05,01:00,1.10,1.05,1.09,1.11\n", "Row 1: its high and low"),
        (b"2026.13.05,01:00,1.10,1.12,1.09,1.11\n", "Row 1: '2026.13.05"),
        (b"2026.01.05,01:01,1,1,1,1\n2026.01.05,01:00,1,1,1,1\n", "Row 2: the bars are not in the order"),
        (FIVE_MINUTES, "5 minutes apart"),
    ],
)
def test_what_is_no_file_of_minutes_is_refused_in_a_sentence(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableFileError, match=words):
        read_bars(content)
