"""One month's way out of the database: exported, proven against the file on disk, and only then removed."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import uuid4

from services.errors import BusyError, DamagedError
from services.retention.archive_checks import manifest_path
from services.retention.archive_files import MANIFEST, ROWS
from services.retention.chain import manifest_bytes, manifest_of, manifest_sha256, summary_in
from services.retention.parquet import fields_in, read_rows, write_rows
from services.retention.policy import month_of
from services.storage import archives, month_rows
from services.storage.alone import alone_with, at_one_instant
from services.storage.archives import Archive
from services.storage.migrate import head
from services.storage.rollup_refresh import refreshed_until
from services.storage.rollups import EPOCH
from services.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection

    from services.retention.archive_files import ArchiveFiles
    from services.retention.policy import Rule
    from services.storage.engine import Database
    from services.storage.month_values import Slice, Summary

CHANGED = "Its rows were changed after they were archived; the next run archives them again."


def why_it_waits(connection: Connection, rule: Rule, part: Slice) -> str:
    """Why rows that are old enough stay: the summary that replaces them is not made yet; empty if it is."""
    if rule.replaced_by is None:
        return ""
    made = refreshed_until(connection, rule.replaced_by, part.account_id)
    if made >= part.end:
        return ""
    until = "is not made yet" if made <= EPOCH else f"is made until {made:%Y-%m-%d %H:%M} UTC only"
    return f"{rule.replaced_by}, which replaces it, {until}."


class Archiver:
    """Archives and purges months; nothing is removed that was not read back from disk in the same run."""

    def __init__(self, database: Database, files: ArchiveFiles, stage: Callable[[str], None]) -> None:
        self._database = database
        self._files = files
        self._stage = stage

    def archive(self, part: Slice, now: datetime) -> Archive | None:
        """The verified archive that holds exactly the rows of *part*, made when there is none.

        None when there are no rows, or no account any more. Raises DamagedError for a file that is not what
        was written, NoSpaceError for a full disk.
        """
        with at_one_instant(self._database) as connection:
            summary = month_rows.summary_of(connection, part)
            if not summary.rows:
                return None
            archive = self._known(connection, part, summary) or self._exported(connection, part, summary, now)
        if archive is None:
            return None
        self._write_manifest(archive)
        self._prove(archive, part)
        with self._database.begin() as connection:
            archives.mark_verified(connection, archive.id, now)
        self._stage("verified")
        return archive

    def finish(self) -> None:
        """Write the manifests that a crash kept from archives which were listed already.

        Their rows may be others by now, so that no run would come back to them. Raises NoSpaceError.
        """
        with at_one_instant(self._database) as connection:
            listed = archives.all_archives(connection)
        for archive in listed:
            is_there = (self._files.root / archive.path).exists()
            is_whole = (self._files.root / manifest_path(archive)).exists()
            if archive.state == archives.EXPORTED and is_there and not is_whole:
                with suppress(BusyError):  # its account was removed this moment, and its files with it
                    self._write_manifest(archive)

    def is_archived(self, connection: Connection, part: Slice) -> bool:
        """Whether a verified archive holds exactly the rows of *part*."""
        if not archives.archives_of_month(connection, part.account_id, part.kind.name, month_of(part.start)):
            return False
        known = self._known(connection, part, month_rows.summary_of(connection, part))
        return known is not None and known.state != archives.EXPORTED

    def purge(self, archive: Archive, rule: Rule, part: Slice, now: datetime) -> int:
        """Remove the rows of *part*, which must still be those of the archive that this run has proven.

        Raises BusyError, and removes nothing, when they are others or what replaces them is not made yet.
        """
        with alone_with(self._database, part.account_id) as connection:
            if reason := why_it_waits(connection, rule, part):
                raise BusyError(reason)
            if month_rows.summary_of(connection, part) != summary_in(archive.manifest):
                raise BusyError(CHANGED)
            removed = month_rows.remove_rows(connection, part)
            if removed != archive.records:
                raise BusyError(CHANGED)
            archives.mark_purged(connection, archive.id, now)
            self._stage("removed")
        self._stage("purged")
        return removed

    def _known(self, connection: Connection, part: Slice, summary: Summary) -> Archive | None:
        """The archive of these very rows, if its file is there."""
        found = archives.archives_of_month(connection, part.account_id, part.kind.name, month_of(part.start))
        for archive in reversed(found):
            if summary_in(archive.manifest) == summary and (self._files.root / archive.path).exists():
                return archive
        return None

    def _exported(
        self, connection: Connection, part: Slice, summary: Summary, now: datetime
    ) -> Archive | None:
        """A new file of the rows, and its entry in the list."""
        month = month_of(part.start)
        fields = month_rows.fields_of(connection, part.kind.name)
        digits = month_rows.digits_of(connection, part, fields)
        path, sha256 = self._files.keep(
            self._files.month(part.account_id, part.kind.name, month),
            ROWS,
            lambda sink: write_rows(sink, fields, digits, month_rows.stream(connection, part, fields)),
        )
        for known in archives.archives_of_month(connection, part.account_id, part.kind.name, month):
            if known.sha256 == sha256:
                return known
        with self._database.begin() as writing:
            manifest = manifest_of(
                part,
                fields,
                summary,
                file=(sha256, path.stat().st_size),
                before=archives.newest_number(writing, part.account_id),
                made_by={"revision": head(), "version": VERSION},
                now=now,
            )
            archive = _entry(part, self._files.relative(path), manifest)
            added = archives.add_archive(writing, archive)
        if not added:
            if part.account_id is not None:
                self._files.remove_account(part.account_id)
            return None
        self._stage("listed")
        return archive

    def _write_manifest(self, archive: Archive) -> None:
        """The manifest beside the file, for whoever has only the folder."""
        place = self._files.root / archive.path
        self._files.keep(place.parent, MANIFEST, lambda sink: sink.write(manifest_bytes(archive.manifest)))

    def _prove(self, archive: Archive, part: Slice) -> None:
        """Read the file back from disk through the database; raises DamagedError when it holds other rows."""
        place: Path = self._files.check(archive.path, archive.sha256)
        with at_one_instant(self._database) as connection:
            found = month_rows.summary_of_rows(connection, part.kind, fields_in(place), read_rows(place))
        if found != summary_in(archive.manifest):
            raise DamagedError(f"The archive file {place} holds other rows than were exported.")


def _entry(part: Slice, path: str, manifest: dict[str, object]) -> Archive:
    return Archive(
        id=uuid4(),
        account_id=part.account_id,
        table_name=part.kind.name,
        month=month_of(part.start),
        state=archives.EXPORTED,
        path=path,
        sha256=str(manifest["sha256"]),
        manifest=manifest,
        manifest_sha256=manifest_sha256(manifest),
        previous_sha256=str(manifest["previous_manifest_sha256"]),
        records=int(str(manifest["rows"])),
        bytes=int(str(manifest["bytes"])),
        verified_at=None,
        purged_at=None,
    )
