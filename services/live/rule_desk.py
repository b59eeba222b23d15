"""What the watch over rules asks of the database: the sets of an account, and breaches to be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from services.errors import InvalidInputError, NotFoundError
from services.storage.snapshot_series import write_snapshots

if TYPE_CHECKING:
    from uuid import UUID

    from services.live.rules_watch import Seen
    from services.prop_firm.live import LiveRules
    from services.prop_firms import PropFirms
    from services.storage.engine import Database

log = structlog.get_logger(__name__)


class RuleDesk:
    """Does the work of the watch."""

    def __init__(self, database: Database, prop_firms: PropFirms) -> None:
        self._database = database
        self._prop_firms = prop_firms

    def held(self, account_id: UUID) -> tuple[LiveRules, ...]:
        """The sets of an account, ready for quotes; raises NotFoundError.

        Prices do not wait for sets that this version cannot read.
        """
        try:
            return self._prop_firms.live(account_id)
        except InvalidInputError as error:
            log.warning("rules_not_watched", reason=str(error))
            return ()

    def keep(self, seen: Seen) -> None:
        """Keep a breach for good, and the state that showed it among the snapshots."""
        state = float(seen.balance), float(seen.equity), None, seen.open_positions
        row = (seen.account.id, seen.breach.time, *state)
        try:
            self._prop_firms.keep(seen.account, [seen.breach])
        except NotFoundError:
            return  # the account has been removed since
        with self._database.begin() as connection:
            write_snapshots(connection, [row])
