"""Each variant is its product's own number, and differs for the reason that is given."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from services.calc.return_kernel import DailySeries
from services.comparison.sharpe_variants import (
    SharpeVariant,
    Stated,
    freqtrade_sharpe,
    quantstats_sharpe,
    sharpe_variants,
    tradetally_sharpe,
)
from services.metrics._examples import trade_arrays

if TYPE_CHECKING:
    from services.calc.trade_kernel import TradeArrays

PEERS = json.loads((Path(__file__).parents[1] / "metrics" / "peers.json").read_text(encoding="utf-8"))
PROFITS = np.array(PEERS["trades"]["profit"])
RETURNS = np.array(PEERS["returns"])
START = PEERS["trades"]["starting_balance"]


def days(per_year: int = 252) -> DailySeries:
    day = np.array(PEERS["day"], dtype="datetime64[D]")
    return DailySeries(day, RETURNS, RETURNS * START, per_year)


def variants(series: DailySeries, trades: TradeArrays) -> dict[str, SharpeVariant]:
    found = sharpe_variants(Stated(1.5, 320, ""), Stated(0.1, 160, ""), series, trades, START)
    return {variant.product: variant for variant in found}


def test_quantstats_is_quantstats() -> None:
    assert quantstats_sharpe(RETURNS) == pytest.approx(PEERS["quantstats"]["sharpe"], rel=1e-9)


def test_freqtrade_is_freqtrade() -> None:
    found = freqtrade_sharpe(PROFITS, START, PEERS["trades"]["days"] - 1)
    assert found == pytest.approx(PEERS["freqtrade"]["sharpe"], rel=1e-9)


def test_tradetally_is_the_mean_trade_over_the_deviation_of_the_sample() -> None:
    assert tradetally_sharpe(np.array([1.0, 2.0, 3.0])) == pytest.approx(2.0)


def test_freqtrade_doubles_when_the_same_trades_come_twice_as_fast() -> None:
    slow, fast = freqtrade_sharpe(PROFITS, START, 160), freqtrade_sharpe(PROFITS, START, 80)
    assert fast == pytest.approx(2 * slow)
    assert slow == pytest.approx(freqtrade_sharpe(PROFITS[::-1], START, 160))


def test_ours_comes_first_and_every_other_says_why_it_differs() -> None:
    ours, *others = variants(days(), trade_arrays(5.0, -3.0, 8.0)).values()
    assert (ours.product, ours.value, ours.n, ours.difference) == ("This tracker", 1.5, 320, "")
    assert all(variant.formula.endswith(".") and variant.difference.endswith(".") for variant in others)
    assert [variant.steps for variant in others] == ["closing deals", "days", "trades", "trades"]


def test_the_year_of_quantstats_is_named_where_it_is_not_the_accounts() -> None:
    trades = trade_arrays(5.0, -3.0)
    assert "agrees" in variants(days(252), trades)["quantstats"].difference
    assert "365" in variants(days(365), trades)["quantstats"].difference


def test_where_there_is_none_it_is_null_and_says_what_the_product_prints() -> None:
    nothing = replace(days(), day=days().day[:0], returns=RETURNS[:0], profit=RETURNS[:0])
    for trades in (trade_arrays(), trade_arrays(5.0), trade_arrays(5.0, 5.0, 5.0)):
        found = variants(nothing, trades)
        for product in ("quantstats", "freqtrade", "TradeTally"):
            assert math.isnan(found[product].value)
            assert "it prints" in found[product].reason


def test_without_capital_there_is_no_fraction_of_it() -> None:
    assert math.isnan(freqtrade_sharpe(PROFITS, math.nan, 10))
    assert math.isnan(freqtrade_sharpe(PROFITS, 0.0, 10))
