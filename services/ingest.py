"""Statements into the ledger: read, reconcile, and store whole or not at all."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from services import importers
from services.account_opening import Origin
from services.importers import UPLOAD, Limits
from services.posting import post

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.answers import ImportReport
    from services.importers import SourceFile
    from services.statement import Statement
    from services.storage.engine import Database
    from services.whole_ledger import WholeLedger

_MOST_SIGNS = 200


class Ingest:
    """The one way into the ledger; a dry run does all that a store does and rolls it back."""

    def __init__(self, database: Database, ledger: WholeLedger) -> None:
        self._database = database
        self._ledger = ledger

    def check(
        self,
        file: SourceFile,
        *,
        account: str | None = None,
        server_zone: str | None = None,
        format: str = "auto",  # noqa: A002 - the command line's and the form's word
        limits: Limits = UPLOAD,
    ) -> tuple[ImportReport, ...]:
        """What storing *file* would do, one report an account; changes nothing.

        Raises UnreadableFileError, and InvalidInputError for an unknown zone or a wrong account.
        """
        started = time.perf_counter()
        statements = importers.read_statements(file, format, limits)
        origin = _origin(file, account, server_zone)
        return _timed(self.post(statements, origin, store=False), started)

    def store(
        self,
        file: SourceFile,
        *,
        account: str | None = None,
        server_zone: str | None = None,
        format: str = "auto",  # noqa: A002 - the command line's and the form's word
        accept_residual: bool = False,
        limits: Limits = UPLOAD,
    ) -> tuple[ImportReport, ...]:
        """Store *file*, one report an account; nothing is stored unless every account reconciles.

        *accept_residual* stores what does not add up, marked so. Raises as `check` does.
        """
        started = time.perf_counter()
        statements = importers.read_statements(file, format, limits)
        origin = replace(_origin(file, account, server_zone), accept_residual=accept_residual)
        return _timed(self.post(statements, origin, store=True), started)

    def post(
        self, statements: Sequence[Statement], origin: Origin, *, store: bool
    ) -> tuple[ImportReport, ...]:
        """Post statements in one transaction, kept only when *store* is set and all of them reconcile.

        Accounts are taken in one order by everybody, so that two imports never wait for each other.
        """
        with self._database.connect() as connection, connection.begin() as transaction:
            reports = tuple(
                post(connection, self._ledger, statement, origin)
                for statement in sorted(statements, key=_login)
            )
            stored = store and (origin.accept_residual or all(report.reconciles for report in reports))
            if not stored:
                transaction.rollback()
        return tuple(replace(report, stored=stored) for report in reports)


def _origin(file: SourceFile, account: str | None, server_zone: str | None) -> Origin:
    return Origin(_shown(file.name), file.sha256, _shown(account or "") or None, server_zone)


def _shown(text: str) -> str:
    """*text* as a person sees it: no control characters, nothing that turns the writing around."""
    return "".join(sign for sign in text if sign.isprintable()).strip()[:_MOST_SIGNS]


def _login(statement: Statement) -> str:
    return statement.account.login


def _timed(reports: tuple[ImportReport, ...], started: float) -> tuple[ImportReport, ...]:
    seconds = time.perf_counter() - started
    return tuple(replace(report, seconds=seconds) for report in reports)
