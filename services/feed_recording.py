"""Recordings of a feed: a line of JSON for each poll, packed where the name ends in `.gz`."""

from __future__ import annotations

import gzip
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, cast

import orjson
import structlog

from services.errors import DamagedError, InvalidInputError
from services.feed_json import as_json, from_json

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from services.feed import FeedBatch

PACKED = ".gz"
LONGEST_LINE = 256 * 1024 * 1024

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Polled:
    """What a feed told when it was polled at `time` (aware UTC)."""

    time: datetime
    batch: FeedBatch


class RecordingFile:
    """A recording that is being written; each line can be read as soon as it is written."""

    def __init__(self, file: IO[bytes], packed: gzip.GzipFile | None) -> None:
        self._file = file
        self._packed = packed

    def write(self, polled: Polled) -> None:
        """Add a line."""
        line = as_line(polled)
        if self._packed is not None:
            self._packed.write(line)
            self._packed.flush()
        else:
            self._file.write(line)
        self._file.flush()


@contextmanager
def new_recording(path: Path) -> Iterator[RecordingFile]:
    """A recording at *path*, closed at the end; raises InvalidInputError where no new file can be."""
    try:
        file = path.open("xb")
    except FileExistsError as error:
        raise InvalidInputError(f"{path} exists already; name a file that does not.") from error
    except OSError as error:
        raise InvalidInputError(f"{path} cannot be written: {error.strerror}.") from error
    with file:
        if path.suffix != PACKED:
            yield RecordingFile(file, None)
            return
        with gzip.GzipFile(fileobj=file, mode="wb") as packed:
            yield RecordingFile(file, packed)


def as_line(polled: Polled) -> bytes:
    """A poll as a line of UTF-8 JSON."""
    return orjson.dumps({"polled_at": polled.time.isoformat(), "batch": as_json(polled.batch)}) + b"\n"


def from_line(line: bytes) -> Polled:
    """The poll of a line; raises InvalidInputError that says what is wrong with it."""
    try:
        value = orjson.loads(line)
        time, batch = datetime.fromisoformat(value["polled_at"]), value["batch"]
    except (ValueError, TypeError, KeyError) as error:
        raise InvalidInputError("it is not the JSON of a poll.") from error
    if time.tzinfo is None:
        raise InvalidInputError("polled_at: must have its offset.")
    return Polled(time.astimezone(UTC), from_json(batch))


def polls(path: Path) -> Generator[Polled]:
    """The polls of a recording in order; a last line that was cut off is left out.

    Raises OSError where the file cannot be read, and DamagedError that names the line for anything that was
    not recorded.
    """
    with _opened(path) as file:
        for number, line in enumerate(_lines(path, file), start=1):
            try:
                yield from_line(line)
            except InvalidInputError as error:
                raise DamagedError(f"Line {number} of the recording {path} is damaged: {error}") from error


def _opened(path: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path)) if path.suffix == PACKED else path.open("rb")


def _lines(path: Path, file: IO[bytes]) -> Iterator[bytes]:
    """Whole lines; who recorded may have been killed within the last one."""
    try:
        while line := file.readline(LONGEST_LINE):
            if not line.endswith(b"\n"):
                break
            yield line
        else:
            return
    except EOFError:
        pass
    except (gzip.BadGzipFile, zlib.error) as error:
        raise DamagedError(f"The recording {path} is damaged: {error}.") from error
    log.warning("recording_cut_short", file=str(path))
