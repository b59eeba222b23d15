"""Rates to the dollar that are missing: which years they block, and the files that bring them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tax.stories import imported, line

if TYPE_CHECKING:
    from services.container import Services


def test_a_rate_that_is_missing_later_than_anything_can_wash_blocks_no_year_before(
    services: Services,
) -> None:
    for account, day in (("U1", "2025-01-30"), ("U2", "2026-01-31")):
        imported(services, line(day, "buy", 10, "10", currency="EUR", account=account))
    blocked = {year: services.tax_years.of(year).no_rate for year in (2023, 2024, 2025)}
    assert blocked == {2023: (), 2024: ("EUR",), 2025: ("EUR",)}
    services.dollar_rates.store("EUR", b"date,rate\n2025-01-29,1.04\n2025-01-30,1.05\n")
    assert [services.tax_years.of(year).no_rate for year in (2024, 2025, 2026)] == [(), (), ("EUR",)]
