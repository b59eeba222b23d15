"""What a symbol is for tax law, and what nobody may guess."""

from __future__ import annotations

from datetime import date

import pytest

from services.model import CalcMode
from services.tax.classify import Subject, classify, elected
from services.tax.model import TaxClass
from services.tax.profile import CfdPolicy, Override, Profile
from services.tax.symbols import share_name

SECURITY, DIGITAL, UNKNOWN = TaxClass.F8949_SECURITY, TaxClass.F8949_DIGITAL, TaxClass.UNKNOWN
NOBODY = Profile()


def kind(symbol: str, asset_class: str = "", mode: int | None = None, base: str = "") -> TaxClass:
    return classify(Subject("A", symbol, asset_class, mode, base), NOBODY).tax_class


@pytest.mark.parametrize(
    ("asset_class", "expected"),
    [
        ("stock", SECURITY),
        ("etf", SECURITY),
        ("fund", SECURITY),
        ("bond", SECURITY),
        ("crypto", DIGITAL),
        ("future", TaxClass.S1256),
        ("future option", TaxClass.S1256),
        ("cfd", TaxClass.SWAP_ORDINARY),
        ("ruritanian", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_the_class_of_a_file_decides(asset_class: str, expected: TaxClass) -> None:
    assert kind("XYZ", asset_class) is expected


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (CalcMode.EXCH_STOCKS, SECURITY),
        (CalcMode.EXCH_STOCKS_MOEX, SECURITY),
        (CalcMode.EXCH_OPTIONS, SECURITY),
        (CalcMode.EXCH_BONDS, SECURITY),
        (CalcMode.FUTURES, TaxClass.S1256),
        (CalcMode.EXCH_FUTURES, TaxClass.S1256),
        (CalcMode.CFD, TaxClass.SWAP_ORDINARY),
        (CalcMode.CFDINDEX, TaxClass.SWAP_ORDINARY),
        (CalcMode.CFDLEVERAGE, TaxClass.SWAP_ORDINARY),
        (CalcMode.SERV_COLLATERAL, TaxClass.NOT_REALIZED),
        (99, UNKNOWN),
    ],
)
def test_a_server_s_calculation_mode_decides(mode: int, expected: TaxClass) -> None:
    assert kind("XYZ", mode=mode) is expected


@pytest.mark.parametrize(("base", "expected"), [("EUR", TaxClass.S988), ("XAU", UNKNOWN), ("BTC", UNKNOWN)])
def test_only_currencies_are_forex_whatever_a_broker_prices_so(base: str, expected: TaxClass) -> None:
    assert kind(f"{base}USD", mode=CalcMode.FOREX, base=base) is expected
    assert kind(f"{base}USD", "forex") is expected


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        ("AAPL  250620C00200000", SECURITY),
        ("SPY   250620P00400000", SECURITY),
        ("SPXW  250620C05000000", TaxClass.S1256),
        ("VIX   250618C00020000", TaxClass.S1256),
        ("EURUSD", TaxClass.S988),
        ("EUR/USD", TaxClass.S988),
        ("USDJPY.pro", TaxClass.S988),
        ("GOOGLE", UNKNOWN),
        ("XAUUSD", UNKNOWN),
        ("AAPL  251320C00200000", UNKNOWN),
    ],
)
def test_a_symbol_decides_only_where_it_says_what_it_is(symbol: str, expected: TaxClass) -> None:
    assert kind(symbol) is expected


def test_an_index_option_of_an_unknown_index_is_asked_about() -> None:
    assert kind("NDX   250620C00200000", "index option") is TaxClass.S1256
    assert kind("SOX   250620C00200000", "index option") is UNKNOWN


def test_the_word_of_the_taxpayer_comes_first_and_an_account_s_before_that_of_all() -> None:
    chosen = (
        Override(symbol="GOLD", tax_class=TaxClass.S988),
        Override(symbol="GOLD", tax_class=SECURITY, account="B"),
    )
    profile = Profile(classes=chosen, cfd_policy=CfdPolicy.CAPITAL)
    classes = [classify(Subject(account, "GOLD", "cfd"), profile).tax_class for account in "AB"]
    assert classes == [TaxClass.S988, SECURITY]
    assert classify(Subject("A", "US30", "cfd"), profile).tax_class is SECURITY


def test_an_election_begins_on_its_day_and_leaves_what_was_chosen() -> None:
    profile = Profile(
        mark_to_market_from=date(2025, 1, 1),
        classes=(Override(symbol="KEPT", tax_class=SECURITY),),
    )
    traded = classify(Subject("A", "XYZ", "stock"), profile)
    kept = classify(Subject("A", "KEPT", "stock"), profile)
    assert elected(traded, date(2024, 12, 31), profile) is SECURITY
    assert elected(traded, date(2025, 1, 1), profile) is TaxClass.MTM_475
    assert elected(kept, date(2025, 1, 1), profile) is SECURITY


@pytest.mark.parametrize("symbol", ["AAPL", "#AAPL", "AAPL.NAS", "aapl.US"])
def test_a_share_is_one_whatever_a_broker_adds_to_its_symbol(symbol: str) -> None:
    assert share_name(symbol) == "AAPL"
    assert share_name("BRK.B") == "BRK.B"
