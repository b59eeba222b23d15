"""Blocks of bytes compressed and sealed on their way to a file, and back."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa

from services.errors import DamagedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BLOCK = 1024 * 1024
SEAL = b"\x50\x2a\x4d\x18\x20\x00\x00\x00"  # a skippable frame of 32 bytes
SEAL_SIZE = len(SEAL) + 32


def compress(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The blocks compressed, as they come out of the compressor."""
    sink = _Sink()
    with pa.CompressedOutputStream(pa.PythonFile(sink, mode="w"), "zstd") as stream:
        for block in blocks:
            stream.write(block)
            yield from sink.take()
    yield from sink.take()


def decompress(source: _Body | Reader) -> Iterator[bytes]:
    """The plain blocks of a compressed source; raises OSError for what is no zstd."""
    stream = pa.CompressedInputStream(pa.PythonFile(source, mode="r"), "zstd")
    while block := stream.read(BLOCK):
        yield block


def sealed(packed: Iterable[bytes]) -> Iterator[bytes]:
    """Compressed blocks and their hash in a frame that decompressors skip: a flip of any bit shows."""
    digest = hashlib.sha256()
    for block in packed:
        digest.update(block)
        yield block
    yield SEAL + digest.digest()


def unsealed(file: BinaryIO) -> Iterator[bytes]:
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


class Measure:
    """Blocks that are hashed and counted while they pass."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = blocks
        self._hash = hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        """The hash of what has passed."""
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


class Reader:
    """Blocks as a file that is read."""

    closed = False

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._rest = b""

    def read(self, size: int = BLOCK) -> bytes:
        """At most *size* bytes; none at the end."""
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return b""
            self._rest = block
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken

    def close(self) -> None:
        """Nothing is open."""
        self.closed = True
