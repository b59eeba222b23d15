"""Files that are whole or not there: written beside their place, synced, then renamed into it."""

from __future__ import annotations

import errno
import hashlib
import os
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING

from services.errors import NoSpaceError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import BinaryIO

PARTIAL = ".partial"
DAMAGED = ".damaged"  # put aside, with a whole one in its place
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write_durably(
    folder: Path,
    blocks: Iterable[bytes],
    name: Callable[[], str],
    *,
    keeps: Callable[[Path], bool] = lambda _: False,
) -> Path:
    """Write *blocks* as one file of *folder*; *name* is asked when all were written.

    A file that has the name already is replaced unless *keeps* says that it is as good.
    """
    with _partial(folder) as (partial, file):
        for block in blocks:
            file.write(block)
        _finish(file)
        path = folder / name()
        path.parent.mkdir(mode=0o700, exist_ok=True)
        if path.exists() and keeps(path):
            partial.unlink()
        else:
            partial.replace(path)
    sync_folder(path.parent)
    return path


@contextmanager
def durable_file(folder: Path, name: str) -> Iterator[BinaryIO]:
    """A file of *folder* to be written in the block; there when the block ends well, else not at all."""
    with _partial(folder) as (partial, file):
        yield file
        _finish(file)
        partial.replace(folder / name)
    sync_folder(folder)


@contextmanager
def _partial(folder: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A file beside its place; whatever ends the block, an interrupt too, nothing half written stays."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = folder / f"{uuid.uuid4().hex}{PARTIAL}"
    try:
        with os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o600), "w+b") as file:
            yield partial, file
    except BaseException:  # whatever ends it, an interrupt too, nothing half written stays
        partial.unlink(missing_ok=True)
        raise


def _finish(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
    file.close()


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Make the names in *folder* survive a power cut; Windows does that by itself."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def translated(folder: Path) -> Iterator[None]:
    """Turn what the operating system says into NoSpaceError or UnavailableError that names *folder*."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise NoSpaceError(f"The disk of {folder} is full; nothing was kept there.") from error
        raise UnavailableError(f"The folder {folder} cannot be used: {error}.") from error


_BINARY = getattr(os, "O_BINARY", 0)
