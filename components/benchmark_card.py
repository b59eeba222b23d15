"""Accounts beside a benchmark: the choice of one, growth of both on common days, the excess in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from dash import html

from components import format as fmt
from components.card import card
from components.chart import chart
from components.compare_figure import HUNDRED, GrowthLine, growth_figure
from components.report_menu import card_file
from components.states import nothing_here
from components.top_bar import NONE, heading, picker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from components.look import Look
    from components.top_bar import Option
    from services.benchmarks import Chosen
    from services.calc.benchmark import GrowthBeside
    from services.model import Account, Group
    from services.price_series import PriceSeries

NOTHING = "Off. Choose an account, a group or an imported series to see growth, alpha and beta beside it."


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen, and what the address names."""

    accounts: Sequence[Account]
    groups: Sequence[Group]
    series: Sequence[PriceSeries]
    value: str | None


@dataclass(frozen=True, slots=True)
class Laid:
    """What is called *name* beside what was chosen; None where nothing is, or cannot be, for a *problem*."""

    name: str
    choices: Choices
    chosen: Chosen | None
    growth: GrowthBeside | None
    problem: str


def benchmark_card(laid: Laid, look: Look, file: str) -> Component:
    """The card; off until something is chosen in it. *file* describes the file of the chart."""
    note, growth = benchmark_picker(laid.choices), laid.growth
    if laid.problem or laid.chosen is None or growth is None:
        return card("Beside a benchmark", html.P(laid.problem or NOTHING, className="quiet-line"), note=note)
    title = f"Growth of 100 beside {laid.chosen.name}"
    if not growth.day.size:
        return card(
            title, nothing_here("Both have no day in common in this period.", "calendar-x"), note=note
        )
    lines = [GrowthLine(laid.name, growth.account), GrowthLine(laid.chosen.name, growth.benchmark)]
    figure = cast("Any", growth_figure(growth.day, lines, look))
    drawn = chart("beside", figure, in_words(laid), size="tall")
    return card(title, drawn, note=note, file=card_file(file, title))


def in_words(laid: Laid) -> str:
    """The excess in a sentence, and the money that the benchmark is told in."""
    growth, chosen = laid.growth, laid.chosen
    if growth is None or chosen is None:
        return laid.problem or NOTHING
    ours, theirs = HUNDRED * growth.account[-1], HUNDRED * growth.benchmark[-1]
    excess = fmt.number(HUNDRED * growth.excess, 1, sign=True)
    own = f"returns in its own currency, {chosen.currency}" if chosen.currency else "closes as imported"
    return (
        f"On the {fmt.count(growth.day.size)} days both have, 100 became {fmt.number(ours, 1)} in"
        f" {laid.name} and {fmt.number(theirs, 1)} in {chosen.name}: {excess} points."
        f" {chosen.name}: {own}."
    )


def benchmark_picker(choices: Choices) -> Component:
    """Nothing, an account, a group or a series."""
    options: list[Option] = [{"label": "No benchmark", "value": NONE}]
    for title, kind, items in (
        ("Accounts", "account", choices.accounts),
        ("Groups", "group", choices.groups),
        ("Series", "series", choices.series),
    ):
        if items:
            options.append(heading(title))
            options += [{"label": item.name, "value": f"{kind}:{item.id}"} for item in items]
    known = {option["value"] for option in options}
    value = choices.value if choices.value in known else NONE
    return picker("benchmark-picker", "Benchmark", options, value or NONE)
