"""Figures that move: leaves of the page that are replaced one by one, so that nothing around them notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html, no_update

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dash.development.base_component import Component

    from components.attributes import Children


def live(scope: str, name: str, content: Children) -> Component:
    """A figure called *name* on the page called *scope*."""
    return html.Span(content, id={"type": f"{scope}-live", "name": name})


def in_order(
    outputs: Sequence[Mapping[str, Mapping[str, str]]], parts: Mapping[str, Children]
) -> list[Children]:
    """The parts for the figures that a callback has to answer; those that are gone stay as they are."""
    return [parts.get(output["id"]["name"], no_update) for output in outputs]
