"""Key figures are labeled by what they measure."""

from __future__ import annotations

from components.kpi import kpi_card, metric_kpi
from tests.components import samples
from tests.components.reading import words


def test_a_drawdown_says_whether_it_is_of_the_balance_or_of_equity() -> None:
    names = ("max_drawdown", "max_balance_drawdown")
    cards = [words(kpi_card(metric_kpi(samples.value(name, 0.1), "USD", 2))) for name in names]
    assert "Max drawdown, equity" in cards[0]
    assert "Max drawdown, balance" in cards[1]
