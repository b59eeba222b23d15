"""HTML attributes that Python cannot spell: `aria-label`, `data-key` and the like."""

from __future__ import annotations

from typing import Any

Children = Any
"""What Dash takes as content: text, numbers, components, or a sequence of them."""


def attributes(**named: object) -> dict[str, Any]:
    """The attributes with dashes for underscores; those that are None are left out.

    >>> attributes(aria_label="Close", data_closes="1", aria_current=None)
    {'aria-label': 'Close', 'data-closes': '1'}
    """
    return {name.replace("_", "-"): value for name, value in named.items() if value is not None}
