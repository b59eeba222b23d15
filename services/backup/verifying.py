"""Whether every backup could be restored: headers, manifests, chains and each object, read and hashed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.integrity import Issue
from services.errors import DamagedError, WrongKeyError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.backup.folder import BackupFolder
    from services.backup.objects import Content

CHECK = "backups"
MAKE_FULL = "Run `python app.py backup --type full`: it writes damaged objects again that are still current."
REMOVE = "Remove its folder when it is of no use any more, and run `python app.py backup --type full`."
SET_KEY = "Set BACKUP_KEY to the key that it was made with."


def backup_issues(folder: BackupFolder) -> tuple[Issue, ...]:
    """Every fault of every backup; none when all of them are whole."""
    needed: dict[Content, list[str]] = {}
    issues = []
    for entry in folder.entries():
        try:
            for content in folder.state(folder.header(entry)).objects.values():
                needed.setdefault(content, []).append(entry)
        except DamagedError as error:
            advice = SET_KEY if isinstance(error, WrongKeyError) else REMOVE
            issues.append(Issue("", CHECK, str(error), advice))
    return (*issues, *_damaged(folder, needed))


def _damaged(folder: BackupFolder, needed: dict[Content, list[str]]) -> Iterator[Issue]:
    objects = folder.objects
    for content, entries in needed.items():
        try:
            for _ in objects.read(content):
                pass
        except DamagedError as error:
            more = f" and {len(entries) - 1} more" if len(entries) > 1 else ""
            yield Issue("", CHECK, f"{error} The backup {entries[-1]}{more} needs it.", MAKE_FULL)
