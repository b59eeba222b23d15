"""Files to take away: what the pages show, as tables in every format."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from services.exports import make_file
from services.storage.archives import accounts_with_purged
from services.storage.price_digits import price_digits
from services.storage.trade_rows import TradeRows, watches
from services.trade_files import chosen_document, stored_document

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from services.answers import TradeRow
    from services.calc.period import Period
    from services.exports import Document, ExportFile
    from services.model import Account
    from services.performance import Performance
    from services.storage.engine import Database


class Exporting:
    """Writes files of the ledger; nothing is kept."""

    def __init__(self, performance: Performance, database: Database) -> None:
        self._performance = performance
        self._database = database

    def trades(
        self,
        format: str,  # noqa: A002 - the contract's word
        accounts: Sequence[UUID | str],
        period: Period,
        zone: str | None = None,
        rows: Sequence[TradeRow] | None = None,
    ) -> ExportFile:
        """The closed trades of a period, or just these *rows* of them; raises InvalidInputError."""
        return make_file(self.trade_document(accounts, period, zone, rows), format)

    def trade_document(
        self,
        accounts: Sequence[UUID | str],
        period: Period,
        zone: str | None = None,
        rows: Sequence[TradeRow] | None = None,
    ) -> Document:
        """The same before it is written, so that its rows may be streamed."""
        owners = self._performance.owners(accounts)
        days = zone or self._performance.zone_of(owners)
        digits = partial(self.price_digits, [account.id for account in owners])
        if rows is None:
            stored = self._stored(owners, period)
            if stored is not None:
                return stored_document(stored, owners, period, days, digits)
            rows = self._performance.trades(accounts, period, zone)
        return chosen_document(rows, owners, period, days, digits)

    def price_digits(self, accounts: Sequence[UUID]) -> dict[str, int]:
        """How many decimals prices have, by symbol."""
        with self._database.read() as connection:
            return price_digits(connection, accounts)

    def _stored(self, owners: Sequence[Account], period: Period) -> TradeRows | None:
        """The rows as the database spells them; None where it has not all that is known of them."""
        ids = [account.id for account in owners]
        with self._database.read() as connection:
            if accounts_with_purged(connection, ("trade_performance",)) & set(ids) or watches(
                connection, ids
            ):
                return None
        return TradeRows(self._database, ids, period)
