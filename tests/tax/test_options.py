"""Options: what expires, and what becomes of a premium when shares are called or put."""

from __future__ import annotations

from datetime import date

import pytest

from services.model import Side
from services.tax.matching import match
from services.tax.model import Event, Right
from tests.tax.making import FIFO, all_rows, buy, left, option, rows_of, sell, table

BUY, SELL = Side.BUY, Side.SELL


def test_a_bought_option_expires_with_the_word_in_the_proceeds() -> None:
    deals = [
        option(BUY, "2025-05-02", 1, 250),
        option(SELL, "2025-06-20", 1, 0, event=Event.EXPIRATION),
    ]
    (row,) = rows_of(deals)
    assert table(deals) == ["I 1 2025-05-02 2025-06-20 0.00 250.00 - - -250.00"]
    assert (row.expired, row.description) == ("proceeds", "1 XYZ 100 C")


@pytest.mark.parametrize("side", [BUY, SELL])
def test_a_written_option_expires_with_the_word_in_the_basis(side: Side) -> None:
    """Whatever side its end is booked on, it ends what is open."""
    put = {"right": Right.PUT, "symbol": "XYZ 90 P"}
    deals = [
        option(SELL, "2020-01-15", 1, 24, **put),
        option(side, "2020-06-19", 1, 0, event=Event.EXPIRATION, **put),
    ]
    (row,) = rows_of(deals)
    assert table(deals) == ["I 1 2020-06-19 2020-06-19 24.00 0.00 - - 24.00"]
    assert (row.expired, row.is_short) == ("basis", True)


def test_a_written_option_that_is_bought_back_counts_when_it_is_traded() -> None:
    """A short sale of shares waits for their delivery; here nothing is delivered."""
    back = option(BUY, "2025-12-31", 1, 400, settlement_date=date(2026, 1, 2))
    matched = match([option(SELL, "2025-12-01", 1, 250), back], FIFO)
    assert (matched.years, matched.rows(2025)[0].sold) == ((2025,), date(2025, 12, 31))


def test_a_written_option_of_two_years_is_short_term() -> None:
    deals = [
        option(SELL, "2020-01-15", 1, 24),
        option(BUY, "2022-01-21", 1, 0, event=Event.EXPIRATION),
    ]
    assert [row.part for row in rows_of(deals)] == ["I"]


@pytest.mark.parametrize(
    ("opened_by", "right", "event", "share_side", "expected"),
    [
        (BUY, Right.CALL, Event.EXERCISE, BUY, "100 @ 10250.00 since 2025-06-20"),
        (SELL, Right.PUT, Event.ASSIGNMENT, BUY, "100 @ 9750.00 since 2025-06-20"),
        (BUY, Right.PUT, Event.EXERCISE, SELL, "9750.00"),
        (SELL, Right.CALL, Event.ASSIGNMENT, SELL, "10250.00"),
    ],
)
def test_a_premium_goes_into_the_shares(
    opened_by: Side, right: Right, event: Event, share_side: Side, expected: str
) -> None:
    known = {"right": right, "order": "x", "event": event}
    start = option(opened_by, "2025-05-02", 1, 250, right=right)
    end = option(opened_by.opposite, "2025-06-20", 1, 0, **known)
    make = buy if share_side is BUY else sell
    shares = make("2025-06-20", 100, 10000, order="x", event=event)
    held = [buy("2025-01-02", 100, 8000)] if share_side is SELL else []
    rows = rows_of([*held, start, end, shares])
    found = [f"{row.proceeds:.2f}" for row in rows] or left([*held, start, end, shares])
    assert found == [expected]


def test_an_exercise_is_no_row_but_where_its_shares_are_missing() -> None:
    deals = [
        option(BUY, "2025-05-02", 1, 250),
        option(SELL, "2025-06-20", 1, 400, event=Event.EXERCISE, order="x"),
        option(BUY, "2025-07-02", 1, 250),
        option(SELL, "2025-08-20", 1, 0, event=Event.EXERCISE, order="y"),
    ]
    assert [(row.gain, bool(row.needs_review)) for row in rows_of(deals)] == [(150, False), (-250, True)]


def test_a_loss_that_a_call_carried_goes_on_into_its_shares() -> None:
    lost = [buy("2025-01-02", 100, 10000), sell("2025-05-02", 100, 9000)]
    call = [
        option(BUY, "2025-05-05", 1, 250),
        option(SELL, "2025-06-20", 1, 0, event=Event.EXERCISE, order="x"),
    ]
    shares = buy("2025-06-20", 100, 9500, order="x", event=Event.EXERCISE)
    assert left([*lost, *call, shares]) == ["100 @ 10750.00 since 2025-06-20"]
    (row,) = all_rows(match([*lost, *call, shares], FIFO))
    assert (row.codes, row.adjustment) == ("W", 1000)


def test_an_option_that_expires_unknown_is_told() -> None:
    matched = match([option(SELL, "2025-06-20", 1, 0, event=Event.EXPIRATION)], FIFO)
    assert [(item.quantity, item.execution.trade_date) for item in matched.unmatched] == [
        (1, date(2025, 6, 20))
    ]
    assert matched.years == ()
