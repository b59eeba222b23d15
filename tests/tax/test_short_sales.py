"""Short sales: rows when they close, terms by what was held, washes by other short sales."""

from __future__ import annotations

from datetime import date

import pytest

from services.model import Side
from services.tax.matching import match
from services.tax.model import Effect, Event
from services.tax.policy import Policy
from tests.tax.making import BY_NAME, FIFO, all_rows, buy, deal, left, opened, rows_of, sell, table

OPEN = {"effect": Effect.OPEN}


def test_a_loss_is_washed_by_another_short_sale() -> None:
    first = [sell("2025-03-03", 100, 5000), buy("2025-03-10", 100, 5500)]
    assert table([*first, sell("2025-03-20", 100, 5400), buy("2025-05-30", 100, 5000)]) == [
        "I 100 2025-03-10 2025-03-10 5000.00 5500.00 W 500.00 0.00",
        "I 100 2025-05-30 2025-05-30 5400.00 5500.00 - - -100.00",
    ]


@pytest.mark.parametrize(("cover", "day"), [(5500, date(2026, 1, 2)), (4500, date(2025, 12, 31))])
def test_a_loss_counts_when_it_settles_and_a_gain_when_it_is_traded(cover: int, day: date) -> None:
    close = buy("2025-12-31", 100, cover, settlement_date=date(2026, 1, 2))
    matched = match([sell("2025-12-01", 100, 5000), close], FIFO)
    (row,) = matched.rows(day.year)
    assert (matched.years, row.sold, row.is_short, row.part) == ((day.year,), day, True, "I")


def test_a_loss_of_shares_counts_when_it_is_traded() -> None:
    close = sell("2025-12-31", 100, 4500, settlement_date=date(2026, 1, 2))
    assert match([buy("2025-12-01", 100, 5000), close], FIFO).years == (2025,)


def test_old_shares_delivered_for_a_short_sale_give_a_short_term_gain() -> None:
    """Held for five months at the short sale, for more than a year at the delivery."""
    opening = [buy("1995-05-01", 100, 1000), sell("1995-10-02", 100, 1600, **OPEN)]
    delivery = deal(Side.BUY, "1996-05-02", 100, 0, event=Event.DELIVERY)
    assert table([*opening, delivery]) == ["I 100 1995-05-01 1996-05-02 1600.00 1000.00 - - 600.00"]
    assert left([*opening, delivery]) == []


def test_shares_held_for_more_than_a_year_at_the_short_sale_stay_long_term() -> None:
    opening = [buy("1994-05-01", 100, 1000), sell("1995-10-02", 100, 1600, **OPEN)]
    delivery = deal(Side.BUY, "1996-05-02", 100, 0, event=Event.DELIVERY)
    assert table([*opening, delivery])[0].startswith("II 100 1994-05-01")


def test_a_loss_is_long_term_as_far_as_old_identical_shares_were_held() -> None:
    held = buy("2023-01-03", 40, 1000)
    closed = [sell("2025-03-03", 100, 1000, **OPEN), buy("2025-03-10", 100, 2000, effect=Effect.CLOSE)]
    assert table([held, *closed]) == [
        "I 60 2025-03-10 2025-03-10 600.00 1200.00 - - -600.00",
        "II 40 2025-03-10 2025-03-10 400.00 800.00 - - -400.00",
    ]


def test_what_is_owed_for_more_than_a_year_is_not_held() -> None:
    """A short sale that carries another one's loss makes no later loss long-term."""
    carried = [sell("2023-01-03", 10, 100, position="1"), buy("2023-01-10", 10, 150, position="1")]
    waiting = [sell("2023-01-05", 10, 100, position="2"), buy("2024-05-06", 10, 90, position="9")]
    closed = [sell("2024-06-03", 10, 100, position="3"), buy("2024-06-10", 10, 150, position="3")]
    assert [row.part for row in rows_of([*carried, *waiting, *closed], BY_NAME)] == ["I", "I"]


def test_young_shares_start_anew_when_the_short_sale_closes() -> None:
    held = buy("2025-01-02", 150, 1500)
    closed = [sell("2025-03-03", 100, 1000, **OPEN), buy("2025-06-02", 100, 900, effect=Effect.CLOSE)]
    matched = match([held, *closed], FIFO)
    assert opened(matched.open_lots()) == ["50 @ 500.00 since 2025-01-02", "100 @ 1000.00 since 2025-06-02"]
    assert opened(matched.open_lots(date(2025, 3, 1))) == ["150 @ 1500.00 since 2025-01-02"]


def test_young_shares_that_were_delivered_are_the_ones_that_count() -> None:
    """Nothing else starts anew: no more shares than were sold short are touched."""
    held = [buy("2025-01-02", 100, 1000), buy("2025-02-03", 100, 1100)]
    delivery = deal(Side.BUY, "2025-06-02", 100, 0, event=Event.DELIVERY)
    assert left([*held, sell("2025-03-03", 100, 1200, **OPEN), delivery]) == [
        "100 @ 1100.00 since 2025-02-03"
    ]


def test_a_later_purchase_does_not_wash_a_short_sale() -> None:
    deals = [sell("2025-03-03", 100, 5000), buy("2025-03-10", 100, 5500), buy("2025-03-20", 100, 5400)]
    assert [row.codes for row in rows_of(deals)] == [""]


def test_a_later_sale_of_shares_washes_a_short_sale_by_the_letter() -> None:
    short = [sell("2025-03-03", 100, 5000), buy("2025-03-10", 100, 5500)]
    deals = [*short, buy("2025-03-20", 100, 5400), sell("2025-03-25", 100, 6400)]
    assert [(row.codes, row.gain) for row in rows_of(deals)] == [("W", 0), ("", 500)]
    assert [row.gain for row in rows_of(deals, Policy(long_sales_wash_shorts=False))] == [-500, 1000]


def test_a_later_sale_washes_whole_also_where_some_of_its_shares_were_divided_before() -> None:
    """The purchase that closes opens twenty more; ten of them start their term anew, and fifteen are sold."""
    deals = [sell("2025-03-03", 10, 500), buy("2025-03-10", 30, 1800), sell("2025-03-20", 15, 1050)]
    rows = [row for row in rows_of(deals) if row.is_short]
    assert [(row.quantity, row.codes, row.adjustment) for row in rows] == [(10, "W", 100)]


def test_a_short_sale_does_not_wash_a_loss_of_shares() -> None:
    deals = [buy("2025-03-03", 100, 5000), sell("2025-03-10", 100, 4500), sell("2025-03-12", 100, 4400)]
    assert [row.codes for row in rows_of(deals)] == [""]


def test_what_is_owed_is_shown_with_what_it_brought_less_the_losses_it_carries() -> None:
    first = [sell("2025-03-03", 100, 5000), buy("2025-03-10", 100, 5500), sell("2025-03-20", 100, 5400)]
    (lot,) = match(first, FIFO).open_lots()
    assert (lot.is_short, lot.basis, lot.quantity) == (True, 4900, 100)


def test_a_sale_of_more_than_is_held_closes_and_opens() -> None:
    deals = [buy("2025-03-03", 100, 1000), sell("2025-03-10", 150, 1800), buy("2025-05-12", 50, 500)]
    assert [(row.is_short, row.quantity, row.gain) for row in all_rows(match(deals, FIFO))] == [
        (False, 100, 200),
        (True, 50, 100),
    ]
