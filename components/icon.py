"""An icon: decoration only, the word beside it carries the meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components.attributes import attributes

if TYPE_CHECKING:
    from dash.development.base_component import Component


def icon(name: str, tone: str = "") -> Component:
    """The Bootstrap icon called *name*, hidden from screen readers."""
    return html.I(className=f"bi bi-{name} {tone}".rstrip(), **attributes(aria_hidden="true"))
