"""What an archive says of itself, and the chain that ties each of an account's archives to the one before."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from services.storage.month_values import Summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from services.storage.archives import Archive
    from services.storage.month_values import Field, Slice

SCHEMA = 1


def manifest_of(
    part: Slice,
    fields: Sequence[Field],
    summary: Summary,
    *,
    file: tuple[str, int],
    before: tuple[int, str],
    made_by: dict[str, str],
    now: datetime,
) -> dict[str, Any]:
    """The manifest of a *file* (its sha256 and size) that holds the rows of *part*.

    *before* are the number and the manifest's hash of the account's last archive.
    """
    account: UUID | None = part.account_id
    return {
        "schema": SCHEMA,
        "number": before[0] + 1,
        "previous_manifest_sha256": before[1],
        "account_id": None if account is None else str(account),
        "table": part.kind.name,
        "month": f"{part.start:%Y-%m}",
        "columns": {field.name: field.type for field in fields},
        **asdict(summary),
        "sha256": file[0],
        "bytes": file[1],
        **made_by,
        "created_at": now.isoformat(),
    }


def summary_in(manifest: dict[str, Any]) -> Summary:
    """What the rows of the file came to when they were exported."""
    return Summary(manifest["rows"], manifest["sums"], manifest["keys"], manifest["rows_hash"])


def manifest_bytes(manifest: dict[str, Any]) -> bytes:
    """The manifest as the one text that its hash is made of."""
    return json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True).encode()


def manifest_sha256(manifest: dict[str, Any]) -> str:
    """The hash of a manifest."""
    return hashlib.sha256(manifest_bytes(manifest)).hexdigest()


def broken_links(archives: Iterable[Archive]) -> list[tuple[Archive, str]]:
    """Archives of one account, in the order they were made, that do not follow on the one before, and why."""
    found, number, previous = [], 0, ""
    for archive in archives:
        if manifest_sha256(archive.manifest) != archive.manifest_sha256:
            found.append((archive, "its manifest is not the one that was written"))
        elif not _says_the_same(archive):
            found.append((archive, "the list and its manifest differ"))
        elif archive.manifest["number"] != number + 1 or archive.previous_sha256 != previous:
            found.append((archive, f"the archive number {number + 1} before it is missing or another one"))
        number, previous = archive.manifest["number"], archive.manifest_sha256
    return found


def _says_the_same(archive: Archive) -> bool:
    said = archive.manifest
    account = None if archive.account_id is None else str(archive.account_id)
    return (
        said["account_id"],
        said["table"],
        said["month"],
        said["sha256"],
        said["bytes"],
        said["rows"],
        said["previous_manifest_sha256"],
    ) == (
        account,
        archive.table_name,
        f"{archive.month:%Y-%m}",
        archive.sha256,
        archive.bytes,
        archive.records,
        archive.previous_sha256,
    )
