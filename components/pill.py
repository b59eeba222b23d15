"""Pills: a state in words, with a colour that only repeats them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components.icon import icon
from services.answers import Standing

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from components.attributes import Children

TONES = {
    Standing.RECONCILED: "ok",
    Standing.PARTIAL: "warn",
    Standing.RESIDUAL: "loss",
    Standing.HIDDEN_RISK: "loss",
    Standing.UNVERIFIED: "neutral",
}
MEANINGS = {
    Standing.RECONCILED: "Every deal adds up and every figure the broker stated is matched.",
    Standing.PARTIAL: "The history begins in the middle: what was held before is an opening balance.",
    Standing.RESIDUAL: "Some money is not explained by the deals.",
    Standing.HIDDEN_RISK: "Open losses make the equity drawdown much deeper than the balance shows.",
    Standing.UNVERIFIED: "No report has stated figures to compare with.",
}


def pill(text: str, tone: str = "neutral", *, symbol: str = "", title: str = "") -> Component:
    """A word in a pill; *tone* is ok, warn, loss, accent or neutral."""
    children: Children = [icon(symbol), text] if symbol else [text]
    return html.Span(children, className=f"pill {tone}", title=title)


def standing_pill(standing: Standing) -> Component:
    """How far an account's numbers can be trusted."""
    return pill(standing.value, TONES[standing], title=MEANINGS[standing])
