"""The contents of backups: immutable compressed files named by what is in them, shared by all backups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.backup.packing import Measure, Reader, compress, decompress, sealed, unsealed
from services.durable import write_durably
from services.errors import DamagedError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from services.backup.encryption import Cipher

PLAIN, ENCRYPTED = ".zst", ".zst.enc"
PURPOSE = "object"


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
        measure = Measure(blocks)
        packed = compress(measure)
        stored = sealed(packed) if self._cipher is None else self._cipher.encrypt(packed, PURPOSE)
        path = write_durably(
            self._folder,
            stored,
            lambda: self._place(measure),
            keeps=lambda path: self.is_whole(Content(measure.sha256, measure.size, path.name)),
        )
        return Content(measure.sha256, measure.size, path.name)

    def read(self, content: Content) -> Iterator[bytes]:
        """The plain bytes, checked to the end; raises DamagedError."""
        measure = Measure(self._plain(content.name))
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

    def _place(self, measure: Measure) -> str:
        if self._cipher is None:
            name = measure.sha256 + PLAIN
        else:
            name = self._cipher.name(measure.sha256) + ENCRYPTED
        return f"{name[:2]}/{name}"

    def _plain(self, name: str) -> Iterator[bytes]:
        with self._path(name).open("rb") as file:
            if not name.endswith(ENCRYPTED):
                yield from unsealed(file)
                return
            if self._cipher is None:
                raise DamagedError("it is encrypted and no key is set")
            yield from decompress(Reader(self._cipher.decrypt(file, PURPOSE)))
