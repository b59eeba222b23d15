"""What a file may cost before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on a file and on the process that takes it apart; sizes in bytes.

    `ratio` bounds how far a packed part of more than one mebibyte may expand. `memory` bounds the address
    space of the reading process where the system can do so (not on Windows).
    """

    size: int = 12 * MEBIBYTE
    entries: int = 1_000
    unpacked: int = 100 * MEBIBYTE
    ratio: int = 100
    rows: int = 200_000
    columns: int = 300
    cells: int = 4_000_000
    line: int = 100_000
    memory: int = 1024 * MEBIBYTE
    seconds: float = 30.0


UPLOAD = Limits()
COMMAND_LINE = Limits(size=64 * MEBIBYTE)
