"""What a row says beside its amounts: box, merging, order, dates, and whether it is final."""

from __future__ import annotations

from datetime import date, time

import pytest

from services.tax.matching import match
from services.tax.model import ZERO, TaxClass
from services.tax.policy import Policy
from tests.tax.making import FIFO, all_rows, buy, rows_of, sell, table

DIGITAL = {"tax_class": TaxClass.F8949_DIGITAL, "symbol": "BTC"}


@pytest.mark.parametrize(
    ("year", "more", "box"),
    [
        (2024, DIGITAL, "C"),
        (2025, DIGITAL, "I"),
        (2025, DIGITAL | {"broker_reports": True}, "H"),
        (2026, DIGITAL | {"broker_reports": True}, "G"),
        (2025, {}, "C"),
        (2025, {"broker_reports": True}, "A"),
    ],
)
def test_the_box_of_each_class_and_year(year: int, more: dict[str, object], box: str) -> None:
    short, long = "ABCGHI", "DEFJKL"
    bought = [buy(f"{year}-01-02", 1, 100, **more), buy(f"{year - 2}-01-02", 1, 100, **more)]
    rows = rows_of([*bought, sell(f"{year}-02-03", 2, 300, **more)])
    assert [row.box for row in rows] == [box, long[short.index(box)]]
    assert {bool(row.needs_review) for row in rows} == {"broker_reports" in more}


def test_coins_are_counted_without_the_word_for_shares() -> None:
    deals = [buy("2025-01-02", "0.50", 100, **DIGITAL), sell("2025-02-03", "0.50", 300, **DIGITAL)]
    assert [row.description for row in rows_of(deals)] == ["0.5 BTC"]
    shares = [buy("2025-01-02", "100.00", 100), sell("2025-02-03", "100.00", 300)]
    assert [row.description for row in rows_of(shares)] == ["100 sh. XYZ"]


def test_a_row_names_its_lots_and_every_deal_of_it() -> None:
    bought = [buy("2025-01-02", 5, 50, order="b"), buy("2025-01-02", 5, 51, order="b", at=time(13))]
    sold = sell("2025-02-03", 10, 300)
    (row,) = rows_of([*bought, sold])
    assert (row.lots, row.deals) == ((bought[0].key,), (bought[0].key, bought[1].key, sold.key))


def test_fills_of_a_sale_that_others_interrupt_are_one_row() -> None:
    fills = [sell("2025-02-03", 5, 60, order="s"), sell("2025-02-03", 5, 70, order="s", at=time(14))]
    between = buy("2025-02-03", 1, 10, at=time(13))
    assert table([buy("2025-01-02", 10, 100), *fills, between]) == [
        "I 10 2025-01-02 2025-02-03 130.00 100.00 - - 30.00"
    ]


def test_each_lot_of_a_sale_is_a_row_or_they_are_merged_as_various() -> None:
    bought = [buy(day, 10, 100) for day in ("2023-01-03", "2025-01-02", "2025-01-03")]
    deals = [*bought, sell("2025-02-03", 30, 600)]
    assert [row.acquired for row in rows_of(deals)] == [date(2025, 1, 2), date(2025, 1, 3), date(2023, 1, 3)]
    merged = table(deals, Policy(one_row_per_sale=True))
    assert merged == [
        "I 20 VARIOUS 2025-02-03 400.00 200.00 - - 200.00",
        "II 10 2023-01-03 2025-02-03 200.00 100.00 - - 100.00",
    ]


def test_a_denied_loss_never_shares_its_row_with_a_gain() -> None:
    """Half of a lot carries a loss and is lost again, the other half gains: two rows of one lot."""
    lost = [buy("2025-01-02", 5, 500), sell("2025-02-03", 5, 100)]
    deals = [*lost, buy("2025-02-04", 10, 200), sell("2025-02-10", 10, 300), buy("2025-02-11", 5, 100)]
    rows = rows_of(deals)
    assert [(row.codes, row.quantity, row.gain) for row in rows] == [("W", 5, 0), ("", 5, 50), ("W", 5, 0)]
    assert all((row.adjustment or ZERO) <= max(ZERO, row.basis - row.proceeds) for row in rows)


@pytest.mark.parametrize(
    ("through", "provisional", "final"),
    [(None, True, False), (date(2026, 1, 11), True, False), (date(2026, 1, 12), False, False)],
)
def test_a_loss_is_provisional_until_its_thirty_days_are_known(
    through: date | None, *, provisional: bool, final: bool
) -> None:
    matched = match([buy("2025-01-02", 10, 100), sell("2025-12-13", 10, 50)], FIFO)
    (row,) = matched.rows(2025, through)
    assert (row.is_provisional, matched.is_final(2025, through)) == (provisional, final)


def test_a_year_is_final_on_30_january() -> None:
    matched = match([buy("2025-01-02", 10, 100)], FIFO)
    assert [matched.is_final(2025, date(2026, 1, day)) for day in (29, 30)] == [False, True]


def test_a_denied_loss_and_a_gain_are_not_provisional() -> None:
    lost = [buy("2025-01-02", 10, 100), sell("2025-12-30", 10, 50), buy("2025-12-31", 10, 60)]
    gained = [buy("2025-01-02", 10, 100, account="B"), sell("2025-12-30", 10, 500, account="B")]
    assert [row.is_provisional for row in all_rows(match([*lost, *gained], FIFO))] == [False, False]


def test_what_is_not_on_the_form_is_left_out() -> None:
    deals = [
        buy("2025-01-02", 10, 100, tax_class=TaxClass.S988),
        sell("2025-02-03", 10, 50, tax_class=TaxClass.S988),
    ]
    assert rows_of(deals) == []
    assert match(deals, FIFO).open_lots() == ()
