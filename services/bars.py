"""Bars of a minute that a person brings, so that trades of an imported report have excursions."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.bar_file import MINUTE, read_bars
from services.calc.server_zone import server_zone
from services.errors import InvalidInputError
from services.storage import records
from services.storage.bars import read_stretches, write_bars

if TYPE_CHECKING:
    from datetime import datetime

    from services.model import Account
    from services.storage.engine import Database


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a file of bars covers, from its first minute to the end of its last."""

    server: str
    symbol: str
    first: datetime
    last: datetime
    bars: int
    filename: str
    sha256: str


class Bars:
    """Keeps bars by server and symbol; accounts of one server share them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def store(
        self, account: Account, symbol: str, filename: str, content: bytes, *, actor: str = "user"
    ) -> Stretch:
        """Keep a file of bars of the account's server, on whose clock its times are.

        Raises InvalidInputError without a symbol, UnreadableFileError for the file.
        """
        if not symbol.strip():
            raise InvalidInputError("Bars need the symbol that they are of.")
        found, clock = read_bars(content), server_zone(account.server_zone)
        rows = [(clock.to_utc(bar.server_time), bar.low, bar.high, bar.spread) for bar in found]
        stretch = Stretch(
            account.server,
            symbol.strip(),
            rows[0][0],
            rows[-1][0] + MINUTE,
            len(rows),
            filename,
            hashlib.sha256(content).hexdigest(),
        )
        said = {"first": stretch.first, "last": stretch.last, "bars": len(rows), "filename": filename}
        with self._database.begin() as connection:
            write_bars(connection, account.server, stretch.symbol, rows, said | {"sha256": stretch.sha256})
            detail = {"symbol": stretch.symbol, "bars": len(rows), "filename": filename}
            records.audit(connection, actor, "import_bars", account.server, detail)
        return stretch

    def all(self) -> tuple[Stretch, ...]:
        """Every stretch that bars are known of."""
        with self._database.read() as connection:
            rows = read_stretches(connection)
        return tuple(
            Stretch(row.server, row.symbol, row.first, row.last, row.bars, row.filename, row.sha256)
            for row in rows
        )
