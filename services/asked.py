"""What is asked of several accounts, in plain values: ids out of text, a currency, why money is not added."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from services.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence


def account_uuid(account_id: UUID | str) -> UUID:
    """The id in a text; raises NotFoundError for one that is none."""
    if isinstance(account_id, UUID):
        return account_id
    try:
        return UUID(account_id)
    except ValueError as error:
        raise NotFoundError("account", account_id) from error


def commonest(currencies: Sequence[str]) -> str:
    """The currency most accounts have, dollars where none has the most."""
    return max(
        sorted(set(currencies)), key=lambda name: (currencies.count(name), name == "USD"), default="USD"
    )


def why_not_added(missing: Sequence[str], target: str) -> str:
    """The sentence for accounts whose currencies no rate turns into *target*; empty when there are none."""
    if not missing:
        return ""
    return (
        f"Not added up: there is no {' or '.join(missing)} to {target} rate. Choose one account or currency."
    )
