"""Costs that files state with either sign become costs of the ledger: negative when paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


def as_costs(name: str, values: list[Decimal], warnings: list[str]) -> list[Decimal]:
    """*values* with costs negative: the sign of most of the column's values is the sign of a cost."""
    positive = sum(value > 0 for value in values)
    negative = sum(value < 0 for value in values)
    if positive and negative:
        sign = "positive" if positive >= negative else "negative"
        warnings.append(
            f"The column {name} has values of both signs; the {sign} ones, being more, were taken as costs"
            " and the others as rebates."
        )
    if positive >= negative:
        return [-value if value else value for value in values]
    return values
