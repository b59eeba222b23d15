"""Tax years of files that tell days and no times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tax.stories import imported, line

if TYPE_CHECKING:
    from services.container import Services


def test_shares_that_were_sold_on_the_day_of_a_loss_do_not_replace_it_where_no_clock_is_told(
    services: Services,
) -> None:
    """Two lots that are sold on one day wash nothing; a purchase of that day that stays does."""
    sold = [line("2014-10-06", "sell", 10, price) for price in ("180", "179")]
    bought = [line("2014-09-15", "buy", 10, "200"), line("2014-09-25", "buy", 10, "190")]
    imported(services, *bought, *sold)
    assert [(row.codes, row.gain) for row in services.tax_years.of(2014).rows] == [("", -200), ("", -110)]
    imported(services, line("2014-10-06", "buy", 10, "181"))
    assert [(row.codes, row.gain) for row in services.tax_years.of(2014).rows] == [("W", 0), ("", -110)]
