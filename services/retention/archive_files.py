"""The folder of archive files: named by their content, whole or not there, never written twice."""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from services.durable import FULL, PARTIAL, sync_folder, translated
from services.errors import BusyError, DamagedError, NoSpaceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path
    from uuid import UUID

SHARED = "_shared"
ROWS, MANIFEST = ".parquet", ".json"
NAME_DIGITS = 16
LEAST_FREE = 1024**3
_BLOCK = 1024 * 1024
_BINARY = getattr(os, "O_BINARY", 0)
Stage = "Callable[[str], None]"


class ArchiveFiles:
    """Files below *root*, by account, table and month; *stage* is told what has just been done."""

    def __init__(self, root: Path, stage: Callable[[str], None] = lambda _: None) -> None:
        self.root = root
        self._stage = stage

    def month(self, account_id: UUID | None, table: str, month: date) -> Path:
        """The folder of one table, account and month."""
        return self.root / (SHARED if account_id is None else str(account_id)) / table / f"{month:%Y-%m}"

    def keep(self, folder: Path, ending: str, write: Callable[[BinaryIO], object]) -> tuple[Path, str]:
        """Let *write* make a file and keep it in *folder* under its hash; its place and sha256.

        A file that is there already is kept as it is. Raises DamagedError when it holds something else,
        NoSpaceError when the disk is full, BusyError when the account is gone; then nothing is left of it.
        """
        with translated(folder):
            folder.mkdir(parents=True, exist_ok=True)
            partial = folder / f"{uuid.uuid4().hex}{PARTIAL}"
            try:
                with _created(partial) as file:
                    write(file)
                    self._stage("written")
                    file.flush()
                    os.fsync(file.fileno())
                digest = sha256_of(partial)
                path = folder / (digest[:NAME_DIGITS] + ending)
                _place(partial, path, digest)
                self._stage("placed")
                sync_folder(folder)
            except FileNotFoundError as error:
                raise BusyError(f"The folder {folder} was removed meanwhile.") from error
            finally:
                partial.unlink(missing_ok=True)
        return path, digest

    def check(self, path: str, sha256: str) -> Path:
        """The file that the list calls *path*; raises DamagedError when it is missing or another one."""
        place = self.root / path
        if not place.is_file():
            raise DamagedError(f"The archive file {place} is missing. {RESTORE}")
        if sha256_of(place) != sha256:
            raise DamagedError(f"The archive file {place} is damaged. {RESTORE}")
        return place

    def relative(self, path: Path) -> str:
        """How the list calls a file of this folder."""
        return path.relative_to(self.root).as_posix()

    def names(self) -> set[str]:
        """Every file below the folder, as the list calls it, what a crash left included."""
        if not self.root.is_dir():
            return set()
        return {self.relative(path) for path in self.root.rglob("*") if path.is_file()}

    def sweep(self) -> int:
        """Remove files that a crash left half written; how many there were."""
        left = [name for name in self.names() if name.endswith(PARTIAL)]
        for name in left:
            (self.root / name).unlink(missing_ok=True)
        return len(left)

    def remove_account(self, account_id: UUID) -> None:
        """Remove the archive files of an account that is no more."""
        shutil.rmtree(self.root / str(account_id), ignore_errors=True)

    def require_space(self, estimate: int) -> None:
        """Raise NoSpaceError unless twice the *estimate* of bytes, and one GiB, are free."""
        with translated(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            free = shutil.disk_usage(self.root).free
        needed = max(LEAST_FREE, 2 * estimate)
        if free < needed:
            raise NoSpaceError(
                f"The archive folder {self.root} has {free / 1024**3:.1f} GiB free and needs"
                f" {needed / 1024**3:.1f} GiB; nothing was archived. Free space there and run it again."
            )


RESTORE = "`python app.py restore latest --archives-only` puts it back from a backup."


def sha256_of(path: Path) -> str:
    """The sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _created(path: Path) -> Iterator[BinaryIO]:
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
    with os.fdopen(opened, "wb") as file:
        yield file


def _place(partial: Path, path: Path, digest: str) -> None:
    """Give the file its name unless it is taken: by the same content, which is as good, or by another."""
    try:
        os.link(partial, path)
    except FileExistsError as error:
        if sha256_of(path) != digest:
            raise DamagedError(f"The archive file {path} is damaged. {RESTORE}") from error
    except OSError as error:
        if path.exists() or error.errno in FULL:
            raise
        partial.rename(path)  # a file system without hard links; one run at a time, so nobody is overwritten
