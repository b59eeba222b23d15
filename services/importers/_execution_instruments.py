"""What an execution file says of its symbols: their class, and what one unit stands for."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from services.errors import UnreadableFileError
from services.importers._execution_columns import asset_class
from services.instrument import AssetClass, Instrument

if TYPE_CHECKING:
    from services.importers._execution_table import Rows

_HUNDRED = (AssetClass.OPTION, AssetClass.INDEX_OPTION)
_NEVER_BELOW_ZERO = (AssetClass.STOCK, AssetClass.ETF, AssetClass.FUND, AssetClass.OPTION, AssetClass.CRYPTO)
_UNTOLD = (AssetClass.FUTURE, AssetClass.FUTURE_OPTION)


def instruments_of(indexes: list[int], rows: Rows, notes: list[str]) -> dict[str, Instrument]:
    """The symbols of the lines *indexes*; raises UnreadableFileError where two multipliers differ."""
    found: dict[str, Instrument] = {}
    for index in indexes:
        symbol, line = rows.table.columns["symbol"][index], rows.table.numbers[index]
        told = _told(index, rows)
        price = rows.numbers["price"][index]
        if price < 0 and told.asset_class in _NEVER_BELOW_ZERO:
            raise UnreadableFileError(f"Line {line}: {symbol}, {told.asset_class}, has a price of {price}.")
        before = found.get(symbol)
        if told.multiplier < 0 or (before is not None and before.multiplier != told.multiplier):
            raise UnreadableFileError(
                f"Line {line}: the multiplier {told.multiplier} of {symbol} contradicts an earlier line."
            )
        notes += _assumed(symbol, told) if before is None else _other_class(symbol, line, told, before)
        found[symbol] = told if before is None else before.beside(told)
    return found


def _told(index: int, rows: Rows) -> Instrument:
    kind = asset_class(rows.text("asset_class", index), rows.table.columns["symbol"][index])
    stated = rows.numbers["multiplier"][index]
    usual = Decimal(100) if kind in _HUNDRED else Decimal(1)
    return Instrument(kind, stated or usual, is_assumed=not stated)


def _assumed(symbol: str, told: Instrument) -> list[str]:
    """A sentence where the multiplier is a guess that matters."""
    if not told.is_assumed or told.asset_class not in (*_HUNDRED, *_UNTOLD):
        return []
    article = "a" if told.asset_class in _UNTOLD else "an"
    return [f"{symbol} is {article} {told.asset_class} without a multiplier; {told.multiplier} is assumed."]


def _other_class(symbol: str, line: int, told: Instrument, before: Instrument) -> list[str]:
    """A sentence where an earlier line, which counts, says that the symbol is something else."""
    if not told.asset_class or before.asset_class in ("", told.asset_class):
        return []
    both = f"{told.asset_class!r} here and {before.asset_class!r} in an earlier line; the earlier one counts"
    return [f"Line {line}: {symbol} is {both}."]
