"""The folder of backups: one entry each, readable in the clear, beside the objects that all of them share."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from services.backup.encryption import SALT, Cipher
from services.backup.header import VERIFIED, Header, decode_header
from services.backup.manifest import Manifest, State, decode
from services.backup.objects import ObjectStore
from services.durable import PARTIAL, write_durably
from services.errors import DamagedError, InvalidInputError, NotFoundError, WrongKeyError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENTRY = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")
HEADER, MANIFEST, SECRET_MANIFEST, SALT_FILE = "backup.json", "manifest.json", "manifest.json.enc", "salt"


class BackupFolder:
    """A folder of backups, opened with the person's *secret* when they are encrypted."""

    def __init__(self, root: Path, secret: str | None) -> None:
        self.root = root
        self._secret = secret
        self._ciphers: dict[bytes, Cipher] = {}

    @property
    def cipher(self) -> Cipher | None:
        """What files are encrypted with; None without a key."""
        if self._secret is None:
            return None
        path = self.root / SALT_FILE
        return self._cipher(path.read_bytes() if path.exists() else b"\0" * SALT)

    @property
    def objects(self) -> ObjectStore:
        """The contents that all backups share."""
        return ObjectStore(self.root / "objects", self.cipher)

    def prepare(self) -> None:
        """Make the folder and its salt, and remove what a crash left; under the lock of backups only."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._secret is not None and not (self.root / SALT_FILE).exists():
            write_durably(self.root, [os.urandom(SALT)], lambda: SALT_FILE)
        for folder in list(self._folders()):
            if not (folder / HEADER).exists():
                shutil.rmtree(folder, ignore_errors=True)
        for path in (*self.root.glob(f"*{PARTIAL}"), *self.root.glob(f"*/*{PARTIAL}")):
            path.unlink(missing_ok=True)

    def headers(self) -> list[Header]:
        """Every backup that can be read, newest first."""
        found = []
        for entry in self.entries():
            try:
                found.append(self.header(entry))
            except DamagedError:
                continue
        return sorted(found, key=lambda header: (header.created_at, header.id), reverse=True)

    def entries(self) -> list[str]:
        """The names of all finished entries, whole or damaged, oldest first."""
        return sorted(path.name for path in self._folders() if (path / HEADER).exists())

    def header(self, entry: str) -> Header:
        """What an entry says in the clear; raises DamagedError."""
        try:
            document = (self.root / entry / HEADER).read_bytes()
        except OSError as error:
            raise DamagedError(f"The header of the backup {entry} cannot be read.") from error
        return decode_header(document, entry)

    def find(self, name: str) -> Header:
        """The backup of an id, a beginning of one, an entry's name or `latest`, the newest verified one.

        Raises NotFoundError, and InvalidInputError when several are meant.
        """
        headers = self.headers()
        if name == "latest":
            found = [header for header in headers if header.state == VERIFIED][:1]
        else:
            found = [h for h in headers if name and (h.id.startswith(name.lower()) or h.entry == name)]
        if not found:
            raise NotFoundError("backup", name)
        if len(found) > 1:
            raise InvalidInputError(f"{len(found)} backups begin with {name!r}; write more of the id.")
        return found[0]

    def write(self, header: Header, manifest: Manifest) -> Header:
        """Keep a new backup's manifest, then its header: from then on it is there."""
        folder = self.root / header.entry
        document, cipher = manifest.encode(), self.cipher
        if cipher is not None:
            document = b"".join(cipher.encrypt(iter([document]), _purpose(header.id)))
        name = MANIFEST if cipher is None else SECRET_MANIFEST
        write_durably(folder, [document], lambda: name)
        whole = replace(header, manifest_sha256=hashlib.sha256(document).hexdigest())
        self.rewrite(whole)
        return whole

    def rewrite(self, header: Header) -> None:
        """Replace what a backup says in the clear, such as that it is proven."""
        write_durably(self.root / header.entry, [header.encode()], lambda: HEADER)

    def manifest(self, header: Header) -> Manifest:
        """A backup's manifest; raises DamagedError, and WrongKeyError for another key."""
        self._refuse_other_keys(header)
        path = self.root / header.entry / (SECRET_MANIFEST if header.is_encrypted else MANIFEST)
        try:
            document = path.read_bytes()
        except OSError as error:
            raise DamagedError(f"The manifest of the backup {header.entry} is missing.") from error
        if hashlib.sha256(document).hexdigest() != header.manifest_sha256:
            raise DamagedError(f"The manifest of the backup {header.entry} is damaged.")
        if header.is_encrypted:
            document = self._decrypted(document, header)
        manifest = decode(document)
        if (manifest.id, manifest.parent) != (header.id, header.parent):
            raise DamagedError(f"The manifest of the backup {header.entry} is another one's.")
        return manifest

    def state(self, header: Header) -> State:
        """All that a backup holds, its parents asked; raises DamagedError and WrongKeyError."""
        lineage = [(header, self.manifest(header))]
        known = {one.id: one for one in self.headers()}
        while (parent := lineage[-1][1].parent) is not None:
            child = lineage[-1][1]
            if parent not in known:
                raise DamagedError(f"The backup {parent}, which {child.id} builds on, is missing or damaged.")
            found = known[parent]
            if found.manifest_sha256 != child.parent_sha256:
                raise DamagedError(f"The backup {parent} is not the one that {child.id} builds on.")
            lineage.append((found, self.manifest(found)))
        state: State | None = None
        for _, manifest in reversed(lineage):
            state = manifest.over(state)
        if state is None:  # pragma: no cover - a lineage has at least one
            raise DamagedError(f"The backup {header.id} is empty.")
        return state

    def remove(self, entry: str) -> None:
        """Forget a backup; its objects stay until nobody needs them. The header goes first."""
        (self.root / entry / HEADER).unlink(missing_ok=True)
        shutil.rmtree(self.root / entry, ignore_errors=True)

    def _folders(self) -> Iterator[Path]:
        return (path for path in self.root.glob("*-*") if ENTRY.fullmatch(path.name))

    def _cipher(self, salt: bytes) -> Cipher:
        if salt not in self._ciphers:
            self._ciphers[salt] = Cipher(self._secret or "", salt)
        return self._ciphers[salt]

    def _refuse_other_keys(self, header: Header) -> None:
        if not header.is_encrypted:
            return
        if self._secret is None:
            raise WrongKeyError(
                f"The backup {header.entry} is encrypted; set BACKUP_KEY to the key it was made with."
            )
        salt, mark = header.key_mark.split(":")
        if self._cipher(bytes.fromhex(salt)).mark != mark:
            raise WrongKeyError(
                f"The backup {header.entry} was encrypted with another BACKUP_KEY than the one set."
            )

    def _decrypted(self, document: bytes, header: Header) -> bytes:
        salt = bytes.fromhex(header.key_mark.split(":")[0])
        try:
            return b"".join(self._cipher(salt).decrypt(BytesIO(document), _purpose(header.id)))
        except DamagedError as error:
            raise DamagedError(f"The manifest of the backup {header.entry} is damaged: {error}.") from error


def key_mark(cipher: Cipher | None) -> str:
    """What a header says about the key: the salt and a mark that only this key makes with it."""
    return "" if cipher is None else f"{cipher.salt.hex()}:{cipher.mark}"


def _purpose(id_: str) -> str:
    return f"manifest {id_}"
