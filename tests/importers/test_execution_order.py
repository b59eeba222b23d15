"""Executions of one instant stay in the order of the file, and lots are taken in it."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from services.importers import SourceFile
from tests.importers.reading import read
from tests.tax.stories import file_of, imported, line

if TYPE_CHECKING:
    from services.container import Services

INSTANT, LATER = "2025-01-02T15:00:00Z", "2025-02-03T15:00:00Z"
FILLS = [line(INSTANT, "buy", 10, str(price)) for price in range(10, 19)]
DAYS = [line("2025-01-02", "buy", 10, str(price)) for price in range(10, 19)]


def _prices(*lines: str) -> list[int]:
    deals = [row.deal for row in read(file_of(lines)).deals]
    return [int(deal.price) for deal in sorted(deals, key=lambda deal: (deal.time, deal.place, deal.ticket))]


def test_fills_of_one_instant_stay_in_the_order_of_the_file() -> None:
    assert _prices(*FILLS) == _prices(*DAYS) == [*range(10, 19)]
    other = line(INSTANT, "buy", 1, "99", symbol="ABC")
    assert [price for price in _prices(FILLS[1], other, FILLS[0]) if price != 99] == [11, 10]


def test_a_file_that_begins_with_the_newest_is_read_from_its_end() -> None:
    newest = line(LATER, "sell", 10, "30")
    assert _prices(newest, *FILLS) == [*range(18, 9, -1), 30]


def test_in_a_file_without_an_order_the_ids_of_orders_count() -> None:
    fills = [line(INSTANT, "buy", 10, str(price), order_id=f"T{price}") for price in range(8, 13)]
    fills += [line(f"2025-03-{day:02}T15:00:00Z", "buy", 10, str(day)) for day in range(20, 26)]
    Random(1).shuffle(fills)
    assert _prices(*fills) == [*range(8, 13), *range(20, 26)]


def test_splits_come_first_and_tickets_are_those_of_before() -> None:
    """The order is beside the ticket, so that an execution has the same one in a file that tells less."""
    split = line(INSTANT, "", "", "", event="split", ratio="2:1")
    deals = {row.row: row.deal for row in read(file_of([FILLS[0], FILLS[1], split])).deals}
    assert [deals[row].place for row in (2, 3, 4)] == [1, 2, 0]
    assert deals[3].ticket == read(file_of([FILLS[1]])).deals[0].deal.ticket


def test_the_first_of_one_instant_is_sold_first(services: Services) -> None:
    imported(services, *FILLS, line(LATER, "sell", 20, "20"))
    assert [row.basis for row in services.tax_years.of(2025).rows] == [100, 110]


def test_a_sale_before_a_purchase_of_its_instant_is_no_short_sale(services: Services) -> None:
    """The ledger's average follows the file too: what is bought with the sale does not change its profit."""
    both = [line(INSTANT, "sell", 10, "12"), line(INSTANT, "buy", 10, str(14))]
    for symbol in ("AA", "BB", "CC", "DD", "EE", "FF"):
        names = {"symbol": symbol}
        first = line("2025-01-01T15:00:00Z", "buy", 10, "10", **names)
        imported(services, first, *(item.replace("XYZ", symbol) for item in both))
    year = services.tax_years.of(2025)
    assert year.ledger_result == 6 * 20
    assert [(row.basis, row.is_short) for row in year.rows] == [(100, False)] * 6


def test_a_file_that_is_imported_again_changes_nothing(services: Services) -> None:
    imported(services, *FILLS)
    (again,) = services.ingest.store(SourceFile("again.csv", file_of(FILLS)))
    assert (again.new_deals, again.changed_deals) == (0, 0)
