"""What the live work asks of the database: booking reports, loading accounts, writing values down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from services.errors import NotFoundError
from services.live.loading import Loaded
from services.storage import live_state, server_clocks

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from decimal import Decimal
    from uuid import UUID

    from services.feed import AccountReport
    from services.live.booking import Booked, LiveBooking
    from services.live.loading import Loading
    from services.live.rule_desk import RuleDesk
    from services.storage.engine import Database

Version = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Changes:
    """What others changed: accounts as they are now, and those that are gone."""

    loaded: tuple[Loaded, ...]
    gone: frozenset[UUID]


class Desk:
    """Does the work; *source* is the feed's name. Demo accounts are the simulated feed's own."""

    def __init__(
        self, database: Database, booking: LiveBooking, loading: Loading, rules: RuleDesk, source: str
    ) -> None:
        self._database = database
        self._rules = rules
        self._booking = booking
        self._loading = loading
        self._source = source
        self._fed: dict[UUID, Decimal | None] = {}  # the margin that the broker stated last
        self._marks: dict[UUID, str] = {}  # what told rule sets apart at the last look

    def book(self, report: AccountReport, now: datetime) -> tuple[Booked, Loaded]:
        """Book a report and load its account anew; raises ServiceError."""
        booked = self._booking.book(report, self._source)
        key = booked.account.id
        self._fed[key] = self._fed.get(key) if report.stated is None else report.stated.margin
        if report.clock is not None:
            with self._database.begin() as connection:
                server_clocks.keep(connection, booked.account.server, report.clock)
        if report.symbols:
            self._loading.forget(booked.account.server)
        return booked, self._load(booked.account.id, now)

    def look(self, known: Mapping[UUID, Version], due: Collection[UUID], now: datetime) -> Changes:
        """Load what is not as it is *known*, and what is *due* anyway; raises UnavailableError."""
        with self._database.connect() as connection:
            found = live_state.read_versions(connection)
        self._marks = {key: version[2] for key, version in found.items()}
        changed = [key for key, version in found.items() if known.get(key) != version or key in due]
        loaded = [one for key in changed if (one := self._try(key, now)) is not None]
        gone = frozenset(known.keys() - found.keys())
        for account_id in gone:
            self._fed.pop(account_id, None)
        return Changes(tuple(loaded), gone)

    def _try(self, account_id: UUID, now: datetime) -> Loaded | None:
        try:
            return self._load(account_id, now)
        except NotFoundError:
            return None  # removed since the list was read; the next look forgets it

    def _load(self, account_id: UUID, now: datetime) -> Loaded:
        account, day_ends, *_ = self._loading.account(account_id, now)
        rules, mark = self._rules.held(account_id), self._marks.get(account_id, "")
        is_own = account.account.is_demo and self._source == "simulated"
        if not is_own and account_id not in self._fed:
            return Loaded(account, day_ends, rules, mark)
        # the last state's margin may be one that we computed: what is fed has the broker's, or none
        margin = self._fed.get(account_id)
        return Loaded(replace(account, is_fed=True, stated_margin=margin), day_ends, rules, mark)
