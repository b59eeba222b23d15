"""The parts of a zip archive, opened only after its directory was found to be harmless."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from services.errors import UnreadableFileError
from services.importers._limits import MEBIBYTE, Limits

if TYPE_CHECKING:
    from typing import IO

_ENCRYPTED = 0x1


class Archive:
    """A zip archive within *limits*; raises UnreadableFileError for what is broken, locked or a bomb."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise UnreadableFileError("The file is a damaged or cut-off XLSX file.") from error
        parts = self._zip.infolist()
        if len(parts) > limits.entries:
            raise UnreadableFileError(f"The file is a zip archive with more than {limits.entries} parts.")
        if any(part.flag_bits & _ENCRYPTED for part in parts):
            raise UnreadableFileError("The file is protected by a password; save it without one.")
        if sum(part.file_size for part in parts) > limits.unpacked:
            raise UnreadableFileError(f"The file unpacks to more than {limits.unpacked // MEBIBYTE} MiB.")
        for part in parts:
            if part.file_size > max(MEBIBYTE, limits.ratio * part.compress_size):
                raise UnreadableFileError("The file is packed suspiciously tightly, as a zip bomb is.")
        self._names = {part.filename.lower(): part.filename for part in parts}

    def has(self, name: str) -> bool:
        """Whether there is a part called *name*."""
        return name.lower() in self._names

    def open(self, name: str) -> IO[bytes]:
        """The part called *name*, to be read; raises UnreadableFileError."""
        if not self.has(name):
            raise UnreadableFileError(f"The file is not a workbook: it has no part {name!r}.")
        return self._zip.open(self._names[name.lower()])
