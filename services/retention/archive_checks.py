"""Whether the archive files are those that were written: every file, every manifest, every chain."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from services.calc.integrity import Issue
from services.durable import PARTIAL
from services.errors import DamagedError
from services.retention.archive_files import MANIFEST, NAME_DIGITS, RESTORE
from services.retention.chain import broken_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from services.retention.archive_files import ArchiveFiles
    from services.storage.archives import Archive

CHECK = "archives"
APPLY = "`python app.py retention apply --apply` puts this in order."
SET_ASIDE = ".damaged"
LOOK = "Remove it when nobody wants to look into the damage any more."
ASK = "Keep the file; it may be of another database that used this folder, or of a newer state of this one."
EDITED = (
    "The list of archives was changed by hand: restore the database from a backup into another one, compare."
)


def archive_issues(
    listed: Sequence[Archive], names: Mapping[UUID, str], files: ArchiveFiles
) -> tuple[Issue, ...]:
    """Every violation of the archives that are *listed*, by account."""
    found = [*_damaged(listed, names, files), *_broken(listed, names), *_stray(listed, files)]
    return tuple(found)


def manifest_path(archive: Archive) -> str:
    """Where the manifest of an archive lies, as the list calls it."""
    return f"{archive.path.rpartition('/')[0]}/{archive.manifest_sha256[:NAME_DIGITS]}{MANIFEST}"


def _damaged(listed: Iterable[Archive], names: Mapping[UUID, str], files: ArchiveFiles) -> Iterator[Issue]:
    for archive in listed:
        for path, sha256 in (
            (archive.path, archive.sha256),
            (manifest_path(archive), archive.manifest_sha256),
        ):
            try:
                files.check(path, sha256)
            except DamagedError as error:
                yield Issue(_name(archive, names), CHECK, str(error).removesuffix(f" {RESTORE}"), RESTORE)


def _broken(listed: Sequence[Archive], names: Mapping[UUID, str]) -> Iterator[Issue]:
    for _, own in groupby(listed, key=attrgetter("account_id")):
        for archive, reason in broken_links(own):
            problem = f"The archive {archive.path} does not hold in its chain: {reason}."
            yield Issue(_name(archive, names), CHECK, problem, EDITED)


def _stray(listed: Iterable[Archive], files: ArchiveFiles) -> Iterator[Issue]:
    known = {path for archive in listed for path in (archive.path, manifest_path(archive))}
    for name in sorted(files.names() - known):
        if name.endswith(PARTIAL):
            yield Issue("", CHECK, f"The file {files.root / name} was left by a crash.", APPLY)
        elif name.endswith(SET_ASIDE):
            yield Issue("", CHECK, f"The file {files.root / name} was set aside by a restore.", LOOK)
        else:
            yield Issue("", CHECK, f"The file {files.root / name} is in no list of archives.", ASK)


def _name(archive: Archive, names: Mapping[UUID, str]) -> str:
    return "" if archive.account_id is None else names.get(archive.account_id, str(archive.account_id))
