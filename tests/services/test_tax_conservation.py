"""Money is conserved from a file to the form: what was paid and received is gains and what is still held."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from services.errors import FileNotMadeError
from services.tax.matching import Matched
from services.tax.model import LotMethod
from tests.services.test_tax_years import WASH, holds_together
from tests.tax.stories import account_named, imported, line

if TYPE_CHECKING:
    from services.container import Services

FIRST = date(2024, 11, 1)


def made_up(seed: int) -> tuple[list[str], Decimal]:
    """Purchases and sales of shares that are held, in two accounts, and the money that they moved."""
    chance, held, lines, cash = random.Random(seed), dict[tuple[str, str], int](), [], Decimal(0)
    for number in range(60):
        day = FIRST + timedelta(days=8 * number + chance.randrange(8))
        account, symbol = chance.choice("AB"), chance.choice(("XYZ", "ABC"))
        mine = held.get((account, symbol), 0)
        is_sale = mine > 0 and chance.random() < 0.6
        count = chance.randrange(1, mine + 1) if is_sale else chance.randrange(1, 40)
        price, commission = Decimal(chance.randrange(900, 1100)) / 100, Decimal(chance.randrange(200)) / 100
        cash += (count if is_sale else -count) * price - commission
        held[account, symbol] = mine + (-count if is_sale else count)
        side, cost = ("sell" if is_sale else "buy"), str(commission)
        more = {"symbol": symbol, "account": account, "commission": cost, "order_id": str(number)}
        lines.append(line(f"{day}T15:00:00Z", side, count, str(price), **more))
    return lines, cash


@pytest.mark.parametrize("seed", [1, 2])
def test_what_was_paid_and_received_is_gains_and_what_is_held(services: Services, seed: int) -> None:
    lines, cash = made_up(seed)
    imported(services, *lines)
    years = [services.tax_years.of(year) for year in (2024, 2025, 2026)]
    gains = sum(row.gain for year in years for row in year.rows)
    assert gains - sum(lot.basis for lot in years[-1].open_lots) == cash
    assert sum(len(year.washes) for year in years) > 3
    assert all(holds_together(year) for year in years)


def test_an_instruction_for_later_leaves_named_lots_of_earlier_years(services: Services) -> None:
    imported(
        services,
        line("2024-03-03", "buy", 10, "10", order_id="A1"),
        line("2024-03-04", "buy", 10, "20", order_id="A2"),
        line("2025-03-05", "sell", 5, "30", order_id="A3", lot="A2"),
        line("2026-03-05", "sell", 5, "30", order_id="A4", lot="A2"),
    )
    account = str(account_named(services, "U1").id)
    services.tax_profiles.set_method(account, LotMethod.FIFO, date(2026, 1, 1))
    assert [services.tax_years.of(year).rows[0].basis for year in (2025, 2026)] == [100, 50]
    lots = dict(services.tax_years.of(2025).statement)["Lot instructions"]
    assert lots == "U1: fifo from 2026-01-01; U1: specific (the lots or positions that the broker names)"


def test_rows_that_do_not_add_up_with_the_deals_are_not_told(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(services, *WASH)
    assert services.tax_years.of(2025).rows
    whole = Matched.rows
    monkeypatch.setattr(
        Matched, "rows", lambda *given: [replace(row, basis=row.basis - 1) for row in whole(*given)]
    )
    services.tax_profiles.change({"whole_dollars": "true"})
    with pytest.raises(FileNotMadeError, match=r"1\.00 USD away"):
        services.tax_years.of(2025)
