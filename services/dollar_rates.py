"""Daily rates to the dollar, as a person brings them: for taxes, and for accounts that are told together."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from services.close_file import read_closes
from services.errors import InvalidInputError
from services.storage import records, series
from services.tax.rates import DOLLAR

if TYPE_CHECKING:
    from services.storage.engine import Database

SOURCE = "manual"
_CODE = re.compile(r"[A-Z]{3}")


class DollarRateFiles:
    """Keeps the rates of files; a day that is known already takes the newer rate."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def store(self, currency: str, content: bytes, *, actor: str = "user") -> int:
        """Keep a file of days and dollars for one unit of *currency*; how many days it has.

        Raises InvalidInputError for what is no currency, UnreadableFileError for the file.
        """
        code = currency.strip().upper()
        if not _CODE.fullmatch(code) or code == DOLLAR:
            raise InvalidInputError(f"{currency!r} is no currency that needs a rate; write one such as EUR.")
        found = [(day, Decimal(repr(close))) for day, close in read_closes(content, least=1)]
        with self._database.begin() as connection:
            days = [day for day, _ in found]
            series.remove_days(connection, SOURCE, (code, DOLLAR), days)
            series.write_rates(connection, SOURCE, [(code, DOLLAR, day, rate) for day, rate in found])
            detail = {"days": len(days), "first": days[0].isoformat(), "last": days[-1].isoformat()}
            records.audit(connection, actor, "set_rates", code, detail)
        return len(found)
