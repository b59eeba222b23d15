"""The published examples and the edges of the sixty-one days, with figures of our own."""

from __future__ import annotations

from datetime import time

import pytest

from services.tax.matching import match
from tests.tax.making import (
    BY_NAME,
    all_rows,
    buy,
    days_after,
    left,
    sell,
    table,
)


def test_a_loss_bought_back_two_weeks_later_goes_into_the_new_basis() -> None:
    deals = [buy("2025-01-02", 100, 1000), sell("2025-06-02", 100, 750), buy("2025-06-16", 100, 800)]
    assert table(deals) == ["I 100 2025-01-02 2025-06-02 750.00 1000.00 W 250.00 0.00"]
    assert left(deals) == ["100 @ 1050.00 since 2025-01-16"]


def test_shares_bought_before_the_loss_and_still_held_replace_those_sold() -> None:
    deals = [buy("1954-12-01", 100, 10000), buy("1954-12-15", 100, 9000), sell("1955-01-03", 100, 9000)]
    assert table(deals) == ["I 100 1954-12-01 1955-01-03 9000.00 10000.00 W 1000.00 0.00"]
    assert left(deals) == ["100 @ 10000.00 since 1954-11-12"]


def test_more_bought_than_sold_fills_the_earliest_purchases_first() -> None:
    again = [buy(f"2015-02-{day}", 50, 2000) for day in (13, 10, 12, 11)]
    deals = [buy("2014-09-26", 100, 5000), sell("2015-02-06", 100, 4000), *again]
    assert table(deals) == ["I 100 2014-09-26 2015-02-06 4000.00 5000.00 W 1000.00 0.00"]
    assert left(deals) == [
        "50 @ 2500.00 since 2014-09-30",
        "50 @ 2500.00 since 2014-10-01",
        "50 @ 2000.00 since 2015-02-12",
        "50 @ 2000.00 since 2015-02-13",
    ]


@pytest.mark.parametrize(("days", "codes"), [(-31, ""), (-30, "W"), (0, "W"), (30, "W"), (31, "")])
def test_the_window_is_thirty_days_on_both_sides(days: int, codes: str) -> None:
    sale = sell("2025-12-30", 100, 4000, position="1")
    bought = buy(days_after("2025-12-30", days), 100, 3900, position="2", at=time(13))
    deals = [buy("2025-06-02", 100, 5000, position="1"), sale, bought]
    (row,) = all_rows(match(deals, BY_NAME))
    assert (row.codes, row.gain) == (codes, 0 if codes else -1000)
    assert left(deals, BY_NAME)[0].startswith("100 @ 4900.00" if codes else "100 @ 3900.00")


def test_the_time_of_the_lost_shares_makes_the_new_ones_long_term() -> None:
    first = [buy("2024-05-01", 100, 5000), sell("2025-02-03", 100, 4000)]
    deals = [*first, buy("2025-02-20", 100, 4100), sell("2025-07-01", 100, 4300)]
    assert table(deals) == [
        "I 100 2024-05-01 2025-02-03 4000.00 5000.00 W 1000.00 0.00",
        "II 100 2025-02-20 2025-07-01 4300.00 5100.00 - - -800.00",
    ]


def test_a_chain_of_losses_is_carried_to_its_end() -> None:
    first = [buy("2012-05-20", 10, 200), sell("2012-06-01", 10, 100)]
    second = [buy("2012-06-10", 10, 300), sell("2012-08-01", 10, 220)]
    assert table([*first, *second, buy("2012-08-23", 10, 500), sell("2012-09-01", 10, 1000)]) == [
        "I 10 2012-05-20 2012-06-01 100.00 200.00 W 100.00 0.00",
        "I 10 2012-06-10 2012-08-01 220.00 400.00 W 180.00 0.00",
        "I 10 2012-08-23 2012-09-01 1000.00 680.00 - - 320.00",
    ]


def test_shares_that_were_sold_before_the_loss_replace_nothing() -> None:
    other = [buy("2012-05-25", 10, 1000, position="2"), sell("2012-05-29", 10, 1200, position="2")]
    lost = [buy("2012-05-20", 10, 200, position="1"), sell("2012-06-01", 10, 100, position="1")]
    assert [line.split()[-3:] for line in table([*other, *lost], BY_NAME)] == [
        ["-", "-", "200.00"],
        ["-", "-", "-100.00"],
    ]


def test_two_lots_closed_by_one_order_do_not_wash_each_other() -> None:
    fills = [sell("2014-10-05", 10, 1800, order="s"), sell("2014-10-05", 10, 1800, order="s", at=time(13))]
    deals = [buy("2014-09-15", 10, 2000), buy("2014-09-25", 10, 1900), *fills]
    assert [line.split()[-2:] for line in table(deals)] == [["-", "-200.00"], ["-", "-100.00"]]


def test_one_purchase_filled_in_parts_does_not_wash_itself() -> None:
    fills = [buy("2025-03-03", 50, 500, order="b"), buy("2025-03-03", 50, 500, order="b", at=time(13))]
    deals = [*fills, sell("2025-03-10", 50, 400)]
    assert table(deals) == ["I 50 2025-03-03 2025-03-10 400.00 500.00 - - -100.00"]


def test_a_replacement_is_used_up_by_one_loss() -> None:
    lost = [buy("2025-01-02", 200, 2000), sell("2025-03-03", 100, 900), sell("2025-03-04", 100, 800)]
    rows = table([*lost, buy("2025-03-10", 100, 850)])
    assert [line.split()[-3:] for line in rows] == [["W", "100.00", "0.00"], ["-", "-", "-200.00"]]


def test_a_share_that_washed_a_loss_can_be_lost_and_washed_again() -> None:
    lost = [buy("2025-01-02", 10, 200), sell("2025-02-03", 10, 100)]
    again = [buy("2025-02-04", 10, 100), sell("2025-02-05", 10, 90)]
    assert left([*lost, *again, buy("2025-02-06", 10, 90)]) == ["10 @ 200.00 since 2025-01-04"]


def test_losses_are_taken_in_the_order_of_the_sales_not_of_the_purchases() -> None:
    lots = [buy("2025-01-02", 10, 200, position="1"), buy("2025-01-03", 10, 300, position="2")]
    sales = [sell("2025-06-03", 10, 100, position="1"), sell("2025-06-02", 10, 100, position="2")]
    rows = all_rows(match([*lots, *sales, buy("2025-06-10", 10, 100, position="3")], BY_NAME))
    assert [(row.sold.day, row.codes) for row in rows] == [(2, "W"), (3, "")]
