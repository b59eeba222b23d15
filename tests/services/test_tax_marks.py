"""Section 1256 contracts at the end of a year: marked by what is stored, and taken back in the next year."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from services.tax.model import TaxClass
from tests.tax.stories import account_named, imported, line

if TYPE_CHECKING:
    from services.container import Services
    from services.tax.year import TaxYear

ES = {"symbol": "ESH6", "asset_class": "future", "multiplier": "50"}
HELD = (
    line("2025-11-03T15:00:00Z", "buy", 2, "6800", **ES),
    line("2025-11-10T15:00:00Z", "buy", 2, "6900", **ES),
    line("2025-12-01T15:00:00Z", "sell", 1, "6950", **ES),
    line("2026-02-02T15:00:00Z", "sell", 3, "7000", **ES),
)
LAST = date(2025, 12, 31)


def told(year: TaxYear) -> list[tuple[object, ...]]:
    return [(one.symbol, one.day, one.quantity, one.price, one.gain, one.is_taken_back) for one in year.marks]


def closes(services: Services, name: str, *days: str) -> None:
    services.benchmarks.add(f"{name}.csv", "\n".join(("date,close", *days, "")).encode(), name)


def quoted(services: Services, symbol: str, time: datetime, bid: float) -> None:
    with services.database.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO quotes (server, symbol, time, bid, ask) VALUES (%s, %s, %s, %s, %s)",
            (account_named(services, "U1").server, symbol, time, bid, bid + 1),
        )


def test_a_contract_without_a_price_is_named(services: Services) -> None:
    imported(services, *HELD)
    year = services.tax_years.of(2025)
    assert told(year) == [("ESH6", LAST, 3, None, None, False)]
    said = dict(year.statement)["Section 1256 marks"]
    assert said == "U1, 3 ESH6 of 2025-12-31: no price of that day is stored"


def test_the_mark_is_of_this_year_and_is_taken_back_in_the_next(services: Services) -> None:
    imported(services, *HELD)
    before = [services.tax_years.of(year).ledger_result for year in (2025, 2026)]
    closes(services, "ESH6", "2025-12-30,6990", "2025-12-31,7010.25", "2026-01-02,7020")
    first, second = services.tax_years.of(2025), services.tax_years.of(2026)
    gain = 3 * (Decimal("7010.25") - 6850) * 50
    assert told(first) == [("ESH6", LAST, 3, Decimal("7010.25"), gain, False)]
    assert told(second) == [("ESH6", LAST, 3, Decimal("7010.25"), -gain, True)]
    assert first.marks[0].source == "the series of closes ESH6"
    assert [first.ledger_result, second.ledger_result] == before == [5000, 22500]
    assert {total.tax_class: total.result for total in first.classes} == {TaxClass.S1256: 5000}


def test_a_quote_counts_until_the_close_and_a_series_before_it(services: Services) -> None:
    imported(services, *HELD)
    for hour, bid in ((15, 6000.0), (21, 7000.0), (23, 8000.0)):
        quoted(services, "ESH6", datetime(2025, 12, 31, hour, 30, tzinfo=UTC), bid)
    services.tax_profiles.change({"whole_dollars": "true"})
    (mark,) = services.tax_years.of(2025).marks
    assert (mark.price, mark.source) == (Decimal("7000.5"), "the last quote until 17:00 in New York")
    closes(services, "ESH6", "2025-12-30,6990", "2025-12-31,7010")
    assert services.tax_years.of(2025).marks[0].price == 7010


def test_bars_of_the_last_day_give_a_price(services: Services) -> None:
    imported(services, *HELD)
    bars = "2025.12.31,20:58,7000,7001,6999,7000", "2025.12.31,20:59,7000,7004,7000,7001"
    content = "\n".join((*bars, "2026.01.02,09:00,8,9,8,8", "")).encode()
    services.bars.store(account_named(services, "U1"), "ESH6", "bars.csv", content)
    (mark,) = services.tax_years.of(2025).marks
    assert (mark.price, mark.source) == (Decimal(7002), "the last minute until 17:00 in New York")


def test_what_was_sold_short_gains_when_it_falls_and_reversals_count_anew(services: Services) -> None:
    imported(
        services,
        line("2025-11-03T15:00:00Z", "buy", 1, "6800", **ES),
        line("2025-11-04T15:00:00Z", "sell", 3, "6900", **ES),
    )
    closes(services, "ESH6", "2025-12-30,6990", "2025-12-31,6850")
    assert told(services.tax_years.of(2025)) == [("ESH6", LAST, -2, 6850, 5000, False)]


def test_shares_have_no_marks(services: Services) -> None:
    imported(services, line("2025-11-03", "buy", 1, "5"))
    assert services.tax_years.of(2025).marks == ()
