"""Tax years of MetaTrader accounts: calculation modes, positions, reversals, lots of shares."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from services.account_opening import Origin
from services.model import CalcMode, DealEntry, DealType, MarginMode, Symbol
from services.storage import series
from services.tax.model import TaxClass
from tests.making import flow, make_deal, make_statement

if TYPE_CHECKING:
    from services.container import Services
    from services.model import Deal

OPENED = datetime(2025, 3, 3, 15, tzinfo=UTC)
CLOSED = datetime(2025, 3, 4, 15, tzinfo=UTC)


def trip(
    ticket: int, symbol: str, volume: str, prices: tuple[str, str], profit: float, **more: Any
) -> list[Deal]:
    shared = {"symbol": symbol, "volume": volume, "position_id": ticket, "order": ticket}
    return [
        make_deal(ticket, time=OPENED, price=prices[0], **shared),
        make_deal(
            ticket + 1,
            time=CLOSED,
            type=DealType.SELL,
            entry=DealEntry.OUT,
            price=prices[1],
            profit=profit,
            **(shared | {"order": ticket + 1} | more),
        ),
    ]


def symbol(name: str, mode: CalcMode, size: str, currency: str = "USD", base: str = "") -> Symbol:
    return Symbol(name, 2, Decimal(size), currency, calc_mode=mode, currency_base=base)


def account(services: Services, *deals: Deal, mode: MarginMode = MarginMode.HEDGING) -> None:
    statement = make_statement([flow(1, 10_000, time=OPENED), *deals])
    statement = replace(statement, account=replace(statement.account, margin_mode=mode))
    services.ingest.post([statement], Origin("x", "1" * 64, server_zone="UTC"), store=True)
    known = [
        symbol("AAPL.NAS", CalcMode.EXCH_STOCKS, "1"),
        symbol("US30", CalcMode.CFDINDEX, "1"),
        symbol("ESH5", CalcMode.EXCH_FUTURES, "50"),
        symbol("EURUSD", CalcMode.FOREX, "100000", base="EUR"),
    ]
    with services.database.begin() as connection:
        series.write_symbols(connection, statement.account.server, known)


def test_only_real_shares_are_on_the_form(services: Services) -> None:
    account(
        services,
        *trip(10, "AAPL.NAS", "10", ("200", "205"), 50, swap="-1.50", commission="-0.40"),
        *trip(20, "US30", "1", ("40000", "39920"), -80),
        *trip(30, "ESH5", "1", ("5000", "5004"), 200),
        *trip(40, "EURUSD", "0.10", ("1.1000", "1.1120"), 120),
    )
    year = services.tax_years.of(2025)
    (row,) = year.rows
    assert (row.description, row.proceeds, row.basis) == ("10 sh. AAPL.NAS", Decimal("2049.60"), 2000)
    assert {total.tax_class: total.result for total in year.classes} == {
        TaxClass.F8949_SECURITY: Decimal("49.60"),
        TaxClass.S1256: 200,
        TaxClass.S988: 120,
        TaxClass.SWAP_ORDINARY: -80,
    }
    assert [amount for _, amount in year.interest] == [Decimal("-1.50")]
    assert year.ledger_result == Decimal("288.10")


def test_without_a_server_shares_are_asked_about_and_then_need_their_size(services: Services) -> None:
    account(services, *trip(10, "TSLA", "2", ("100", "110"), 20))
    assert [one.symbol for one in services.tax_years.of(2025).decisions] == ["TSLA"]
    services.tax_profiles.set_class("TSLA", TaxClass.F8949_SECURITY)
    assert "what one unit stands for" in services.tax_years.of(2025).decisions[0].reason
    services.tax_profiles.set_class("TSLA", TaxClass.F8949_SECURITY, contract_size=Decimal(1))
    year = services.tax_years.of(2025)
    assert ([(row.quantity, row.gain) for row in year.rows], year.is_blocked) == ([(2, 20)], False)


def test_a_hedging_account_closes_the_position_that_it_says(services: Services) -> None:
    first = make_deal(10, time=OPENED, symbol="AAPL.NAS", volume=10, price=100, position_id=10, order=10)
    other = replace(first, ticket=11, order=11, position_id=11, price=Decimal(120))
    closing = replace(
        other, ticket=12, order=12, time=CLOSED, type=DealType.SELL, entry=DealEntry.OUT, profit=Decimal(100)
    )
    account(services, first, other, replace(closing, price=Decimal(130)))
    assert [row.basis for row in services.tax_years.of(2025).rows] == [1200]


def test_a_reversal_closes_and_opens_the_other_way(services: Services) -> None:
    shared = {"symbol": "AAPL.NAS", "position_id": 10}
    account(
        services,
        make_deal(10, time=OPENED, volume=10, price=100, order=1, **shared),
        make_deal(
            11,
            time=OPENED.replace(hour=16),
            type=DealType.SELL,
            entry=DealEntry.INOUT,
            volume=15,
            price=110,
            profit=100,
            order=2,
            **shared,
        ),
        make_deal(12, time=CLOSED, entry=DealEntry.OUT, volume=5, price=100, profit=50, order=3, **shared),
        mode=MarginMode.NETTING,
    )
    year = services.tax_years.of(2025)
    assert [(row.quantity, row.is_short, row.gain) for row in year.rows] == [(10, False, 100), (5, True, 50)]
    assert year.rows[1].sold == date(2025, 3, 4)


def test_a_cancelled_deal_is_no_execution(services: Services) -> None:
    cancelled = make_deal(50, time=OPENED, type=DealType.BUY_CANCELED, symbol="AAPL.NAS", volume=5, price=100)
    account(services, *trip(10, "AAPL.NAS", "10", ("200", "205"), 50), cancelled)
    year = services.tax_years.of(2025)
    assert ([row.gain for row in year.rows], year.open_lots) == ([50], ())
