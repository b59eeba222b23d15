"""What the watch over rules asks of the database: the sets of an account, and what is to be kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from services.errors import InvalidInputError, NotFoundError
from services.prop_firm.marks import State
from services.storage import accounts as accounts_table
from services.storage import records
from services.storage.snapshot_series import write_snapshots

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from services.live.rules_watch import Seen
    from services.prop_firm.live import LiveRules
    from services.prop_firm.marks import Mark
    from services.prop_firms import PropFirms
    from services.storage.engine import Database

log = structlog.get_logger(__name__)


class RuleDesk:
    """Does the work of the watch; *source* is the feed's name."""

    def __init__(self, database: Database, prop_firms: PropFirms, source: str) -> None:
        self._database = database
        self._prop_firms = prop_firms
        self._source = source
        self._recorded: dict[UUID, int] = {}

    def held(self, account_id: UUID) -> tuple[LiveRules, ...]:
        """The sets of an account, ready for quotes; raises NotFoundError.

        Prices do not wait for sets that this version cannot read.
        """
        try:
            found = self._read(account_id)
            if found and account_id not in self._recorded:
                self._take_up(account_id)
                found = self._read(account_id)
        except InvalidInputError as error:
            log.warning("rules_not_watched", reason=str(error))
            return ()
        return found

    def keep(self, seen: Seen) -> None:
        """Keep a breach for good, and the state that showed it among the snapshots."""
        try:
            self._prop_firms.keep(seen.account, [seen.breach])
        except NotFoundError:
            return  # the account has been removed since
        self._record([(seen.account.id, seen.state)])

    def record(self, marks: Sequence[Mark]) -> Sequence[Mark]:
        """Record what floors stand on; raises UnavailableError."""
        self._record([(mark.account_id, mark.state) for mark in marks])
        self._recorded |= {mark.account_id: mark.number for mark in marks}
        return marks

    def _read(self, account_id: UUID) -> tuple[LiveRules, ...]:
        recorded = self._recorded.get(
            account_id, 0
        )  # asked first: what is recorded meanwhile may be read or not
        found = self._prop_firms.live(account_id)
        for rules in found:
            rules.recorded = recorded
        return found

    def _take_up(self, account_id: UUID) -> None:
        """Record the last state that the feed left before this session: nobody may have done so."""
        with self._database.read() as connection:
            found = records.read_state(connection, account_id)
        if found is not None and found.source == self._source:
            state = State(found.time, found.balance, found.equity, found.open_positions)
            self._record([(account_id, state)])
        self._recorded[account_id] = 0

    def _record(self, states: Sequence[tuple[UUID, State]]) -> None:
        rows = [
            (key, state.time, float(state.balance), float(state.equity), None, state.open_positions)
            for key, state in states
        ]
        with self._database.begin() as connection:
            here = accounts_table.hold_accounts(connection, {row[0] for row in rows})
            write_snapshots(connection, (row for row in rows if row[0] in here))
