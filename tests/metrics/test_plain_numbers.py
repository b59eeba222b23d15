"""Metrics of trades on plain numbers: what one more trade is told by."""

from __future__ import annotations

import numpy as np
import pytest

from services.calc.statistics import ratio
from services.calc.trade_update import TradeTally
from services.metrics import NET, Metric, metrics
from tests.calc.making_trades import trades_of

OF_TRADES = [metric for metric in metrics() if NET in metric.bases and metric.needs == ("trades",)]
CASES = {"none": [], "one": [5.0], "some": [3.0, -1.0, 0.0, 2.0, -4.0, -4.0, 7.0]}


@pytest.mark.parametrize("results", CASES.values(), ids=CASES.keys())
@pytest.mark.parametrize("metric", OF_TRADES, ids=lambda metric: metric.name)
def test_a_tally_is_taken_as_it_is(metric: Metric, results: list[float]) -> None:
    tally = TradeTally(trades_of(results))
    with np.errstate(invalid="ignore", divide="ignore"):
        found, expected = metric.compute(trades=tally), metric.compute(trades=tally.statistics())[0]
    np.testing.assert_allclose(float(np.squeeze(found)), expected, rtol=1e-15)


def test_a_quotient_of_plain_numbers_is_a_plain_number() -> None:
    assert ratio(1.0, 4.0) == 0.25
    assert np.isnan(ratio(1.0, 0.0))
    assert np.isnan(ratio(float("nan"), 2.0))
