"""The equity chart: honest about what it draws, light, and silent to other hosts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components import format as fmt
from components.chart import CONFIG
from components.equity_chart import equity_chart, equity_key, summary
from components.equity_figure import equity_figure, main_word
from components.figure import numbers
from dashboard.theme import look_of
from services.calc.curve import MIXED
from services.calc.downsample import COLUMNS
from tests.components.reading import named, words
from tests.components.samples import curve

LOOK = look_of("light")


def test_a_chart_offers_nothing_that_leaves_the_page() -> None:
    (graph,) = named(equity_chart("a", curve(), "UTC", LOOK), "Graph")
    assert graph.config is CONFIG
    assert CONFIG["showSendToCloud"] is False
    assert CONFIG["displaylogo"] is False
    assert CONFIG["displayModeBar"] is False


def test_no_trace_needs_webgl() -> None:
    figure = equity_figure(curve(), "UTC", LOOK)
    assert {trace["type"] for trace in figure["data"]} == {"scatter"}


def test_at_most_a_few_thousand_points_are_drawn() -> None:
    figure = equity_figure(curve(60_000), "UTC", LOOK)
    assert max(numbers(trace["x"]).size for trace in figure["data"]) <= 8 * COLUMNS


def test_a_balance_is_never_called_equity() -> None:
    unknown = curve(knows_equity=False)
    assert main_word(unknown) == "Balance"
    assert "equity" not in words(equity_key(unknown))
    assert {trace["name"] for trace in equity_figure(unknown, "UTC", LOOK)["data"]} == {
        "balance",
        "drawdown",
        "flow",
    }
    assert summary(unknown, "UTC").startswith("Balance rose from 100,000.00 to 100,099.00 USD")


def test_equity_stands_beside_its_balance_with_the_flows_on_it() -> None:
    names = [trace["name"] for trace in equity_figure(curve(), "UTC", LOOK)["data"]]
    assert names == ["balance", "equity", "drawdown", "flow"]
    flows = equity_figure(curve(), "UTC", LOOK)["data"][-1]
    assert flows["marker"]["symbol"] == ["triangle-up", "triangle-down"]


def test_it_says_in_words_and_rows_what_it_draws() -> None:
    figure = equity_chart("a", curve(), "UTC", LOOK)
    assert "deepest drawdown −1.00" in words(named(figure, "Figcaption"))
    assert named(figure, "Table")
    assert named(figure, "Summary")[0].children == "View as table"


@pytest.mark.parametrize("amount", ["100,000", "99,995", "1,000.00", "500.00"])
def test_hidden_amounts_are_nowhere_in_it(amount: str) -> None:
    with fmt.amounts(hidden=True):
        chart = equity_chart("a", curve(), "UTC", LOOK)
        figure = named(chart, "Graph")[0].figure
    assert amount not in words(chart)
    told = [str(trace.get("customdata", "")) + trace["hovertemplate"] for trace in figure["data"]]
    assert all(amount not in text for text in told)
    assert "%{y:,.2f}" not in "".join(told), "the browser tells no amount either"
    assert figure["layout"]["yaxis"]["showticklabels"] is False


def test_a_sum_of_equity_and_balances_is_called_a_value_and_says_so() -> None:
    mixed = replace(curve(), source=MIXED)
    assert main_word(mixed) == "Value"
    assert words(equity_key(mixed)).startswith("value")
    assert MIXED in summary(mixed, "UTC")
    assert "value" in [trace["name"] for trace in equity_figure(mixed, "UTC", LOOK)["data"]]


def test_a_time_under_the_pointer_has_its_zone() -> None:
    assert equity_figure(curve(), "NY+7", LOOK)["layout"]["xaxis"]["hoverformat"].endswith("New York + 7 h")
