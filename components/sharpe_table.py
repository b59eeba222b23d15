"""The Sharpe ratio of one account as different products compute it, and what sets them apart."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.card import card
from components.report_menu import card_file
from components.table import Column, cell, plain_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.comparison.sharpe_variants import SharpeVariant
    from services.which_sharpe import WhichSharpe

COLUMNS = (
    Column("Computed by"),
    Column("Sharpe", "number strong"),
    Column("Made of", "number muted", "How many steps stand behind it, and what a step is"),
)


def sharpe_card(answer: WhichSharpe, file: str) -> Component:
    """One account: the numbers; those that are undefined say why. *file* describes the file of them."""
    name = answer.account.name
    rows, label = [_row(variant) for variant in answer.variants], f"Sharpe ratio of {name}"
    return card(name, plain_table(COLUMNS, rows, label=label, dense=True), file=card_file(file, label))


def sharpe_formulas(variants: Sequence[SharpeVariant]) -> Component:
    """How each product computes it, and why it differs from ours."""
    terms = [part for variant in variants for part in _words(variant)]
    return card("How each is made", html.Dl(terms, className="card-body-pad"))


def _row(variant: SharpeVariant) -> list[Children]:
    value: Children = fmt.ratio(variant.value)
    if math.isnan(variant.value):
        value = cell(fmt.UNDEFINED, "number strong faint", variant.reason)
    return [variant.product, value, f"{fmt.count(variant.n)} {variant.steps}"]


def _words(variant: SharpeVariant) -> list[Component]:
    told = [html.Dd(text) for text in (variant.formula, variant.difference) if text]
    return [html.Dt(variant.product), *told]
