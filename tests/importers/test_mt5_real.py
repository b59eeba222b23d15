from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from services.model import DealType, MarginMode
from tests.importers.reading import read
from tests.importers.test_mt5_history import assert_chain_holds

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "mt5_history_darwinex_demo_238.xlsx": (481, 238, 4, 0),
    "mt5_history_darwinex_live_79_dividends.xlsx": (181, 79, 0, 22),
}


@pytest.mark.parametrize("name", FILES)
def test_a_real_report_is_read_whole(real: Path, name: str) -> None:
    statement = read((real / name).read_bytes())
    dividends = [each for each in statement.deals if each.deal.type == DealType.DIVIDEND]
    counts = (len(statement.deals), len(statement.trades), len(statement.positions), len(dividends))
    assert counts == FILES[name]
    assert statement.account.margin_mode is MarginMode.HEDGING
    assert statement.problems == ()
    assert statement.warnings == ()
    assert not statement.pairing_inferred
    assert statement.opening_balance == 0
    assert_chain_holds(statement)


@pytest.mark.parametrize("name", FILES)
def test_every_printed_figure_is_there(real: Path, name: str) -> None:
    stated = json.loads((real / "stated_results.json").read_text())[name]
    expected = {key: value for key, value in stated.items() if key not in ("Account", "Company", "Date")}
    figures = read((real / name).read_bytes()).figures
    assert figures.keys() == expected.keys()
    for key, value in expected.items():
        if isinstance(value, str):
            assert figures[key] == value
        else:
            assert Decimal(figures[key]) == Decimal(str(value))


@pytest.mark.parametrize("name", FILES)
def test_every_position_opens_with_the_order_of_its_name(real: Path, name: str) -> None:
    statement = read((real / name).read_bytes())
    orders = {each.deal.order for each in statement.deals}
    assert {trade.position_id for trade in statement.trades} <= orders
    ids = {each.deal.position_id for each in statement.deals if each.deal.is_trade}
    listed = {trade.position_id for trade in statement.trades} | {
        held.position_id for held in statement.positions
    }
    assert ids == listed
