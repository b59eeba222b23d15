"""What the broker printed against what its deals say, figure by figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.icon import icon
from components.pill import pill
from components.table import Column, plain_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from services.answers import Figure

COLUMNS = (
    Column("Figure"),
    Column("Broker", "number muted"),
    Column("Recomputed", "number"),
    Column("Result", "number"),
)
FIRST = 10


def figure_table(figures: Sequence[Figure], first: int = FIRST) -> Component:
    """The figures, those that differ on top; what is beyond *first* opens on demand."""
    ordered = sorted(figures, key=lambda figure: figure.match)
    head, more = ordered[:first], ordered[first:]
    shown = plain_table(
        COLUMNS, [_row(figure) for figure in head], label="Stated and recomputed figures", dense=True
    )
    if not more:
        return shown
    all_match = all(figure.match for figure in more)
    words = f"{fmt.count(len(more))} more {'match' if all_match else 'figures'} · show all"
    rest = plain_table(COLUMNS, [_row(figure) for figure in more], label="The other figures", dense=True)
    return html.Div([shown, html.Details([html.Summary(words), rest], className="show-more")])


def match_pill(figures: Sequence[Figure]) -> Component:
    """How many figures agree, in a pill."""
    matches = sum(figure.match for figure in figures)
    if not figures:
        return pill("Nothing stated", title="The file states no figures to compare with.")
    return pill(f"{matches} of {len(figures)} match", "ok" if matches == len(figures) else "loss")


def _row(figure: Figure) -> list[object]:
    return [figure.name, _amount(figure.stated), _amount(figure.computed), _mark(matches=figure.match)]


def _amount(text: str) -> str:
    if fmt.amounts_are_hidden():
        return fmt.HIDDEN
    return fmt.printed(text) if text else fmt.UNDEFINED


def _mark(*, matches: bool) -> Component:
    if matches:
        return html.Span([icon("check-lg"), " match"], className="ok")
    return html.Span([icon("x-lg"), " differs"], className="loss strong")
