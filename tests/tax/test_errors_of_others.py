"""What other programs get wrong, each as a test: what they did is in the name or the sentence below it."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

from services.model import Side
from services.tax.matching import match
from services.tax.model import Effect, Event, TaxClass
from tests.tax.making import (
    BY_NAME,
    FIFO,
    RETIREMENT,
    all_rows,
    buy,
    left,
    option,
    rows_of,
    sell,
    table,
)

EVENING = time(18)


def test_two_replacements_deny_no_more_than_the_loss() -> None:
    """Sixty and sixty shares for a hundred: the second one takes forty."""
    lost = [buy("2025-01-02", 100, 1000), sell("2025-03-03", 100, 900)]
    deals = [*lost, buy("2025-03-04", 60, 60), buy("2025-03-05", 60, 60)]
    assert [(row.adjustment, row.gain) for row in rows_of(deals)] == [(100, 0)]
    assert [line.partition(" since")[0] for line in left(deals)] == [
        "60 @ 120.00",
        "40 @ 80.00",
        "20 @ 20.00",
    ]


def test_a_cheap_replacement_takes_the_whole_loss() -> None:
    """The loss denied is not the lesser of loss and price."""
    deals = [buy("2025-01-02", 100, 1000), sell("2025-03-03", 100, 10), buy("2025-03-04", 100, 5)]
    assert [row.adjustment for row in rows_of(deals)] == [990]
    assert left(deals)[0].startswith("100 @ 995.00")


def test_bought_back_on_the_day_of_the_loss() -> None:
    deals = [buy("2025-01-02", 10, 100), sell("2025-03-03", 10, 50), buy("2025-03-03", 10, 50, at=EVENING)]
    assert [row.codes for row in rows_of(deals)] == ["W"]


def test_a_sale_before_the_loss_triggers_nothing() -> None:
    bought = [buy("2025-01-02", 10, 100), buy("2025-01-03", 10, 100)]
    deals = [*bought, sell("2025-03-03", 10, 200), sell("2025-03-20", 10, 50)]
    assert [row.codes for row in rows_of(deals)] == ["", ""]


def test_the_day_of_purchase_is_the_one_of_the_lot_that_was_sold() -> None:
    """Not the first purchase of the ticker."""
    deals = [buy("2023-01-03", 10, 100), sell("2023-02-01", 10, 120), buy("2025-01-02", 10, 100)]
    assert rows_of([*deals, sell("2025-02-03", 10, 130)])[-1].acquired == date(2025, 1, 2)


def test_a_retirement_account_has_no_rows_and_its_purchase_counts_only_while_it_is_held() -> None:
    lost = [buy("2025-01-02", 10, 200), sell("2025-03-03", 10, 100)]
    inside = [
        buy("2025-02-20", 10, 110, account="IRA", owner=RETIREMENT),
        sell("2025-02-25", 10, 90, account="IRA", owner=RETIREMENT),
    ]
    assert [(row.account, row.codes) for row in rows_of([*lost, *inside])] == [("A", "")]


def test_an_unknown_purchase_is_no_basis_of_zero() -> None:
    matched = match([sell("2025-03-03", 10, 100, effect=Effect.CLOSE)], FIFO)
    assert (matched.years, len(matched.unmatched)) == ((), 1)


def test_orders_of_two_accounts_with_one_number_are_two() -> None:
    lost = [buy("2025-03-03", 10, 200, order="7"), sell("2025-03-10", 10, 100)]
    assert [row.codes for row in rows_of([*lost, buy("2025-03-12", 10, 90, order="7", account="B")])] == ["W"]


def test_an_order_filled_on_two_days_is_two_rows_and_washes_itself_on_neither() -> None:
    bought = [buy("2025-03-03", 10, 200, order="b"), buy("2025-03-04", 10, 180, order="b")]
    sold = [sell("2025-03-10", 10, 100, order="s"), sell("2025-03-11", 10, 100, order="s")]
    assert table([*bought, *sold]) == [
        "I 10 2025-03-03 2025-03-10 100.00 200.00 - - -100.00",
        "I 10 2025-03-04 2025-03-11 100.00 180.00 - - -80.00",
    ]


def test_a_later_sale_of_one_day_washes_an_earlier_one_by_the_clock() -> None:
    bought = [buy("2025-03-03", 10, 200, position="1"), buy("2025-03-04", 10, 180, position="2")]
    sold = [
        sell("2025-03-10", 10, 100, position="1"),
        sell("2025-03-10", 10, 100, position="2", at=EVENING),
    ]
    rows = all_rows(match([*bought, *sold], BY_NAME))
    assert [(row.codes, row.gain) for row in rows] == [("W", 0), ("", -180)]


def test_a_december_loss_is_washed_by_january_in_its_own_year() -> None:
    deals = [buy("2025-06-02", 10, 200), sell("2025-12-30", 10, 100), buy("2026-01-29", 10, 90)]
    matched = match(deals, FIFO)
    assert (len(matched.washes(2025)), matched.washes(2026), matched.years) == (1, (), (2025,))
    assert matched.open_lots(date(2025, 12, 31)) == ()


def test_other_strikes_and_puts_do_not_replace_an_option() -> None:
    lost = [
        option(Side.BUY, "2025-03-03", 1, 250),
        option(Side.SELL, "2025-03-20", 1, 0, event=Event.EXPIRATION),
    ]
    other = option(Side.BUY, "2025-03-21", 1, 90, symbol="XYZ 110 C")
    assert [row.codes for row in rows_of([*lost, other])] == [""]


def test_nothing_gives_nothing() -> None:
    matched = match([], FIFO)
    assert (matched.years, matched.rows(2025), matched.open_lots(), matched.washes(2025)) == ((), (), (), ())
    assert not matched.is_final(2025)


def test_eighteen_decimals_of_many_coins_are_exact() -> None:
    coin = {"tax_class": TaxClass.F8949_DIGITAL, "symbol": "SHIB"}
    bought, sold = (
        Decimal("123456789012345.000000000000000001"),
        Decimal("123456789012344.000000000000000001"),
    )
    deals = [buy("2025-01-02", bought, 1000, **coin), sell("2025-02-03", sold, 2000, **coin)]
    assert match(deals, FIFO).open_lots()[0].quantity == 1
    assert rows_of(deals)[0].quantity == sold
