"""What accounts are laid beside: another account, a group, or an imported series of daily closes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.asked import why_not_added
from services.calc.benchmark import Benchmark
from services.calc.portfolio import combine, missing_rates
from services.calc.return_kernel import daily_series
from services.calc.server_zone import server_zone
from services.close_file import read_closes
from services.errors import InvalidInputError, NotFoundError
from services.storage import benchmarks as series_table
from services.storage import records

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from services.calc.equity import Track
    from services.groups import Groups
    from services.performance import Performance
    from services.price_series import PriceSeries
    from services.storage.engine import Database

LONGEST_NAME = 80
ACCOUNT, GROUP, SERIES = KINDS = ("account", "group", "series")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A benchmark that was chosen: what it is called, in which currency it is told, and its daily returns."""

    kind: str
    name: str
    currency: str
    benchmark: Benchmark


class Benchmarks:
    """Keeps imported series, and tells the daily returns of whatever is chosen."""

    def __init__(self, database: Database, performance: Performance, groups: Groups) -> None:
        self._database = database
        self._performance = performance
        self._groups = groups

    def all(self) -> tuple[PriceSeries, ...]:
        """Every imported series, by name."""
        with self._database.read() as connection:
            return series_table.all_series(connection)

    def find(self, text: str) -> PriceSeries:
        """The series with this UUID or name; raises NotFoundError."""
        wanted = text.strip().casefold()
        for one in self.all():
            if wanted in (str(one.id), one.name.casefold()):
                return one
        raise NotFoundError("series", text)

    def add(self, filename: str, content: bytes, name: str = "", *, actor: str = "user") -> PriceSeries:
        """Import a file of closes; the same file again is the series it made.

        Raises UnreadableFileError naming the row, and InvalidInputError for a name that is taken.
        """
        rows, digest = read_closes(content), hashlib.sha256(content).hexdigest()
        clean = " ".join((name or filename.rpartition(".")[0] or filename).replace("\0", "").split())
        with self._database.begin() as connection:
            series_table.lock_series(connection)
            known = series_table.all_series(connection)
            for one in known:
                if one.sha256 == digest:
                    return one
                if one.name.casefold() == clean.casefold():
                    raise InvalidInputError(f"Another series is called {one.name!r} already.")
            if not clean or len(clean) > LONGEST_NAME:
                raise InvalidInputError(f"A series needs a name of at most {LONGEST_NAME} characters.")
            series_table.add_series(connection, clean, filename.replace("\0", ""), digest, rows)
            records.audit(connection, actor, "add_benchmark", clean, {"sha256": digest, "rows": len(rows)})
        return self.find(clean)

    def remove(self, series_id: UUID, *, actor: str = "user") -> PriceSeries:
        """Remove a series and answer what it was; raises NotFoundError."""
        found = self.find(str(series_id))
        with self._database.begin() as connection:
            series_table.remove_series(connection, series_id)
            records.audit(connection, actor, "remove_benchmark", found.name, {"sha256": found.sha256})
        return found

    def choose(self, text: str, accounts: Collection[UUID], zone: str) -> Chosen:
        """The benchmark called `account:…`, `group:…` or `series:…` (an id or a name) of these accounts.

        Days are cut by *zone*. Raises InvalidInputError for anything else and for the accounts themselves,
        NotFoundError for what is not here.
        """
        kind, _, name = text.partition(":")
        if kind not in KINDS or not name.strip():
            choice = ", ".join(f"{one}:…" for one in KINDS)
            raise InvalidInputError(f"{text!r} is no benchmark; give {choice} with a name or an id.")
        if kind == SERIES:
            return self._series(self.find(name))
        if kind == ACCOUNT:
            account = self._performance.find(name)
            return self._accounts(kind, account.name, (account.id,), accounts, zone)
        group = self._groups.find(name)
        if not group.accounts:
            raise InvalidInputError(f"The group {group.name!r} has no accounts left.")
        return self._accounts(kind, group.name, group.accounts, accounts, zone)

    def _series(self, found: PriceSeries) -> Chosen:
        with self._database.read() as connection:
            day, close = series_table.read_closes(connection, found.id)
        returns = np.diff(close) / close[:-1]
        return Chosen(SERIES, found.name, "", Benchmark(found.name, day[1:], returns))

    def _accounts(
        self, kind: str, name: str, accounts: Sequence[UUID], beside: Collection[UUID], zone: str
    ) -> Chosen:
        if set(accounts) == set(beside):
            raise InvalidInputError(f"{name} cannot be its own benchmark; choose something else.")
        track, currency = self._track(accounts, zone)
        days = daily_series(track, np.ones(track.time.size, dtype=bool), server_zone(zone))
        return Chosen(kind, name, currency, Benchmark(name, days.day, days.returns))

    def _track(self, accounts: Sequence[UUID], zone: str) -> tuple[Track, str]:
        found = self._performance.records(accounts)
        currency = self._performance.currency_of([record.account for record in found])
        rates = self._performance.rates(found, currency)
        missing = missing_rates(found, rates, currency)
        if missing:
            raise InvalidInputError(why_not_added(missing, currency))
        return combine(found, rates, currency, zone).track, currency
