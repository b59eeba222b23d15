"""An account's ledger wherever its rows lie: in the database, or archived out of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from services.storage import ledger

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import Connection

    from services.model import ClosedTrade, Deal, DealClass
    from services.retention.archived import Archived


class WholeLedger:
    """Reads and writes ledgers as if nothing had been archived.

    What a change touches of an archive brings that archive's rows back into the database first, all of them,
    so that a row is in force in one place only. Raises DamagedError where a file is needed and damaged.
    """

    def __init__(self, archived: Archived) -> None:
        self._archived = archived

    def deals(self, connection: Connection, account_id: UUID) -> tuple[Deal, ...]:
        """Every deal of an account, by time and ticket."""
        return self._archived.deals(connection, account_id)

    def trades(self, connection: Connection, account_id: UUID) -> tuple[ClosedTrade, ...]:
        """Every closed trade of an account, by exit time."""
        return self._archived.trades(connection, account_id)

    def upsert_deals(
        self, connection: Connection, account_id: UUID, new: Sequence[Deal], *, reason: str
    ) -> tuple[int, int]:
        """Write deals by ticket as `ledger.upsert_deals` does; the numbers of new and of changed ones."""
        gone = self._archived.gone_deals(connection, account_id)
        same = {deal.ticket for deal in new if _booked_alike(deal, gone.get(deal.ticket))}
        touched = [deal for deal in new if deal.ticket not in same]
        self._archived.recall_deals(connection, account_id, {deal.ticket for deal in touched} & gone.keys())
        return ledger.upsert_deals(connection, account_id, touched, reason=reason)

    def tag_deals(
        self, connection: Connection, account_id: UUID, tags: Mapping[int, DealClass | None], *, reason: str
    ) -> int:
        """Set the person's class of deals by ticket, keeping the old version; how many changed."""
        gone = self._archived.gone_deals(connection, account_id)
        touched = {ticket for ticket, tag in tags.items() if ticket in gone and gone[ticket].tag != tag}
        self._archived.recall_deals(connection, account_id, touched)
        return ledger.tag_deals(connection, account_id, dict(tags), reason=reason)

    def replace_trades(self, connection: Connection, account_id: UUID, trades: Sequence[ClosedTrade]) -> None:
        """Make the account's closed trades these; those that are archived as they are stay there."""
        made = {(trade.position_id, trade.sequence): trade for trade in trades}
        gone = self._archived.gone_trades(connection, account_id)
        other = {key for key, trade in gone.items() if made.get(key) != trade}
        self._archived.recall_trades(connection, account_id, other)
        still_gone = self._archived.gone_trades(connection, account_id) if other else gone
        kept = [trade for key, trade in made.items() if key not in still_gone]
        ledger.replace_trades(connection, account_id, kept)


def _booked_alike(deal: Deal, known: Deal | None) -> bool:
    """Whether the broker says the same of both; the tag is the person's."""
    return known is not None and replace(deal, tag=known.tag) == known
