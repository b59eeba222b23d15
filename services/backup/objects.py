"""The contents of backups: immutable compressed files named by what is in them, shared by all backups."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa

from services.backup.durable import write_durably
from services.errors import DamagedError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from services.backup.encryption import Cipher

BLOCK = 1024 * 1024
PLAIN, ENCRYPTED = ".zst", ".zst.enc"
PURPOSE = "object"
SEAL = b"\x50\x2a\x4d\x18\x20\x00\x00\x00"  # a skippable frame of 32 bytes
SEAL_SIZE = len(SEAL) + 32


@dataclass(frozen=True, slots=True)
class Content:
    """What an object holds: the hash and the size of its plain bytes, and the object's file name."""

    sha256: str
    size: int
    name: str


class ObjectStore:
    """A folder of objects; those of a store with a *cipher* are encrypted."""

    def __init__(self, folder: Path, cipher: Cipher | None) -> None:
        self._folder = folder
        self._cipher = cipher

    def put(self, blocks: Iterable[bytes]) -> Content:
        """Keep the bytes of *blocks*; a whole object of the same content is kept as it is."""
        measure = _Measure(blocks)
        packed = compress(measure)
        stored = _sealed(packed) if self._cipher is None else self._cipher.encrypt(packed, PURPOSE)
        path = write_durably(
            self._folder,
            stored,
            lambda: self._place(measure),
            keeps=lambda path: self.is_whole(Content(measure.sha256, measure.size, path.name)),
        )
        return Content(measure.sha256, measure.size, path.name)

    def read(self, content: Content) -> Iterator[bytes]:
        """The plain bytes, checked to the end; raises DamagedError."""
        measure = _Measure(self._plain(content.name))
        try:
            yield from measure
        except FileNotFoundError as error:
            raise DamagedError(f"The object {content.name} of the backups is missing.") from error
        except (DamagedError, OSError) as error:
            raise DamagedError(f"The object {content.name} of the backups is damaged: {error}.") from error
        if (measure.sha256, measure.size) != (content.sha256, content.size):
            raise DamagedError(f"The object {content.name} of the backups holds something else.")

    def is_whole(self, content: Content) -> bool:
        """Whether the object is there and holds what it should."""
        try:
            for _ in self.read(content):
                pass
        except DamagedError:
            return False
        return True

    def size(self, name: str) -> int:
        """How many bytes an object takes; 0 when it is missing."""
        path = self._path(name)
        return path.stat().st_size if path.exists() else 0

    def keep_only(self, names: Collection[str]) -> int:
        """Remove every object that is not named, and what a crash left; how many objects went."""
        gone = [path for path in self._files() if path.name not in names]
        for path in gone:
            path.unlink(missing_ok=True)
        return len(gone)

    def _files(self) -> Iterator[Path]:
        return self._folder.glob("??/*")

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name

    def _place(self, measure: _Measure) -> str:
        if self._cipher is None:
            name = measure.sha256 + PLAIN
        else:
            name = self._cipher.name(measure.sha256) + ENCRYPTED
        return f"{name[:2]}/{name}"

    def _plain(self, name: str) -> Iterator[bytes]:
        with self._path(name).open("rb") as file:
            if not name.endswith(ENCRYPTED):
                yield from _unsealed(file)
                return
            if self._cipher is None:
                raise DamagedError("it is encrypted and no key is set")
            yield from decompress(_Reader(self._cipher.decrypt(file, PURPOSE)))


def compress(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The blocks compressed, as they come out of the compressor."""
    sink = _Sink()
    with pa.CompressedOutputStream(pa.PythonFile(sink, mode="w"), "zstd") as stream:
        for block in blocks:
            stream.write(block)
            yield from sink.take()
    yield from sink.take()


def decompress(source: _Body | _Reader) -> Iterator[bytes]:
    """The plain blocks of a compressed source; raises OSError for what is no zstd."""
    stream = pa.CompressedInputStream(pa.PythonFile(source, mode="r"), "zstd")
    while block := stream.read(BLOCK):
        yield block


def _sealed(packed: Iterable[bytes]) -> Iterator[bytes]:
    """Compressed blocks and their hash in a frame that decompressors skip: a flip of any bit shows."""
    digest = hashlib.sha256()
    for block in packed:
        digest.update(block)
        yield block
    yield SEAL + digest.digest()


def _unsealed(file: BinaryIO) -> Iterator[bytes]:
    """The plain blocks of a sealed file; raises DamagedError when the seal does not fit."""
    body = _Body(file)
    yield from decompress(body)
    body.check()


class _Body:
    """A sealed file without its seal, hashed while it is read."""

    closed = False

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._left = file.seek(0, os.SEEK_END) - SEAL_SIZE
        self._hash = hashlib.sha256()
        file.seek(0)

    def read(self, size: int = BLOCK) -> bytes:
        block = self._file.read(max(0, min(size, self._left)))
        self._left -= len(block)
        self._hash.update(block)
        return block

    def check(self) -> None:
        while self.read():
            pass
        if self._file.read() != SEAL + self._hash.digest():
            raise DamagedError("its seal does not fit")

    def close(self) -> None:
        self.closed = True


class _Measure:
    """Blocks that are hashed and counted while they pass."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = blocks
        self._hash = hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def __iter__(self) -> Iterator[bytes]:
        for block in self._blocks:
            self._hash.update(block)
            self.size += len(block)
            yield block


class _Sink:
    """A file that keeps what was written until it is taken."""

    closed = False

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, block: bytes) -> int:
        self._written.append(bytes(block))
        return len(block)

    def take(self) -> list[bytes]:
        taken, self._written = self._written, []
        return taken

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        self.closed = True


class _Reader:
    """Blocks as a file that is read."""

    closed = False

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._rest = b""

    def read(self, size: int = BLOCK) -> bytes:
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return b""
            self._rest = block
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken

    def close(self) -> None:
        self.closed = True
