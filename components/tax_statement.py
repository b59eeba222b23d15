"""What a tax year stands on, as its files say: named lines, without amounts where those are hidden."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from dash import html

from components import format as fmt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dash.development.base_component import Component

AMOUNT = re.compile(r"-?\d+\.\d\d(?= USD)")


def statement_list(statement: Iterable[tuple[str, str]]) -> Component:
    """The lines of a statement, each under its name."""
    lines = [part for name, text in statement for part in (html.Dt(name), html.Dd(_told(text)))]
    return html.Dl(lines, className="tax-facts")


def _told(text: str) -> str:
    """The text with its amounts as a page writes them: grouped, with a minus sign, or hidden."""
    return AMOUNT.sub(lambda found: fmt.money(Decimal(found.group())), text)
