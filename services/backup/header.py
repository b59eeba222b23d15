"""What is said of a backup in the clear: enough to list and rotate it without a key, nothing of its rows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from services.errors import DamagedError

WRITTEN, VERIFIED, FAILED = "written", "verified", "failed"


@dataclass(frozen=True, slots=True)
class Header:
    """What is said of a backup in the clear; *state* is written (not proven), verified or failed.

    *links* counts the backups that it builds on.
    """

    id: str
    created_at: str
    type: str
    reason: str
    state: str
    revision: str
    app_version: str
    parent: str | None
    links: int
    manifest_sha256: str
    records: int
    size: int
    is_encrypted: bool
    key_mark: str
    verified_at: str | None = None
    error: str = ""
    notes: tuple[str, ...] = ()
    version: int = 1

    @property
    def entry(self) -> str:
        """The name of its folder."""
        return f"{datetime.fromisoformat(self.created_at).astimezone(UTC):%Y%m%dT%H%M%SZ}-{self.id[:8]}"

    def encode(self) -> bytes:
        """As JSON with a hash of itself, for people to read."""
        body = asdict(self)
        return json.dumps(body | {"sha256": _sha256(body)}, indent=1, sort_keys=True).encode() + b"\n"

    @property
    def is_good(self) -> bool:
        """Whether it is proven."""
        return self.state == VERIFIED


def decode_header(document: bytes, entry: str) -> Header:
    """The header of *entry* that *document* is; raises DamagedError."""
    try:
        body: dict[str, Any] = json.loads(document)
        del body["sha256"]
        header = Header(**body | {"notes": tuple(body["notes"])})
        is_whole = header.encode() == document and header.entry == entry
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DamagedError(f"The header of the backup {entry} cannot be read.") from error
    if not is_whole:
        raise DamagedError(f"The header of the backup {entry} is not as it was written.")
    return header


def _sha256(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
