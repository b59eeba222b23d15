"""A broker's Form 1099-B or 1099-DA as CSV, a sale a row: what is doubtful is refused by its row."""

from __future__ import annotations

import csv
import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from services.errors import UnreadableFileError
from services.tax.form_1099 import Line1099
from services.tax.holding_period import is_long_term

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_BYTES = 16 * 1024 * 1024
NAMES = {
    "symbol": ("symbol", "ticker", "security", "asset", "1a", "description", "description of property"),
    "quantity": ("quantity", "qty", "shares", "units", "amount"),
    "acquired": ("date acquired", "acquired", "1b", "open date", "acquisition date"),
    "sold": ("date sold", "sold", "date sold or disposed", "1c", "close date", "sale date", "date of sale"),
    "proceeds": ("proceeds", "1d", "gross proceeds", "sales price", "sale proceeds"),
    "basis": ("cost basis", "basis", "cost or other basis", "cost", "1e"),
    "wash": ("wash sale loss disallowed", "wash sale", "disallowed", "1g", "wash sale disallowed"),
    "term": ("term", "long/short", "holding period", "type of gain", "gain type", "2"),
    "covered": (
        "covered",
        "basis reported",
        "basis reported to irs",
        "12",
        "reported category",
        "noncovered",
    ),
    "box": ("box", "form 8949 box", "form 8949 code", "8949 box", "applicable checkbox"),
}
NEEDED = ("symbol", "sold", "proceeds")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)")
_NO = ("no", "n", "false", "0", "noncovered", "non-covered", "uncovered", "not reported")
_BOXES = "ABCDEFGHIJKL"
_LONG_OF = dict(zip("ABCGHI", "DEFJKL", strict=True))


def read_1099(content: bytes, account: str) -> tuple[Line1099, ...]:
    """The lines of a file, which are of *account*; raises UnreadableFileError, which names the row."""
    if len(content) > MOST_BYTES:
        raise UnreadableFileError("The file is larger than 16 MiB; a 1099 has one row a sale.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFileError("The file is no text; save it as CSV in UTF-8.") from error
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    rows = list(csv.reader(text.splitlines(), delimiter=delimiter))
    places = _places(rows[0] if rows else [])
    found = tuple(_line(number, row, places, account) for number, row in _filled(rows))
    if not found:
        raise UnreadableFileError("The file has no sales below its column names.")
    return found


def _filled(rows: list[list[str]]) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            yield number, row


def _places(header: list[str]) -> dict[str, int]:
    named = [" ".join(cell.lower().replace("_", " ").split()) for cell in header]
    places = {
        name: named.index(found)
        for name, words in NAMES.items()
        if (found := next((word for word in words if word in named), None)) is not None
    }
    missing = [name for name in NEEDED if name not in places]
    if missing:
        raise UnreadableFileError(
            f"The file has no column {', '.join(missing)}; a 1099 has symbol, quantity, date acquired,"
            " date sold, proceeds, cost basis, wash sale, covered, term."
        )
    return places


def _line(number: int, row: list[str], places: Mapping[str, int], account: str) -> Line1099:
    def cell(name: str) -> str:
        place = places.get(name)
        return row[place].strip() if place is not None and place < len(row) else ""

    sold, acquired = _day(cell("sold"), number), _several(cell("acquired"), number)
    if sold is None or not cell("symbol"):
        raise UnreadableFileError(f"Row {number}: a sale needs its symbol and its day.")
    proceeds = _amount(cell("proceeds"), number)
    basis = _amount(cell("basis"), number) if cell("basis") else None
    is_long = _is_long(cell("term"), acquired, sold)
    return Line1099(
        account=account,
        symbol=cell("symbol"),
        quantity=_amount(cell("quantity"), number) if cell("quantity") else None,
        acquired=acquired,
        sold=sold,
        proceeds=proceeds,
        basis=basis,
        wash=_amount(cell("wash"), number) if cell("wash") else None,
        box=_box(cell("box"), cell("covered"), number, is_long=is_long, has_basis=basis is not None),
    )


def _box(text: str, covered: str, number: int, *, is_long: bool, has_basis: bool) -> str:
    if text:
        box = text.upper().removeprefix("BOX ").strip()
        if box not in _BOXES:
            raise UnreadableFileError(f"Row {number}: {text!r} is no box of Form 8949.")
        return box
    is_reported = has_basis and covered.lower() not in _NO
    short_term = "A" if is_reported else "B"
    return _LONG_OF[short_term] if is_long else short_term


def _is_long(term: str, acquired: date | None, sold: date) -> bool:
    if term:
        return term.lower().startswith(("l", "ii"))
    return acquired is not None and is_long_term(acquired, sold)


def _several(text: str, number: int) -> date | None:
    return None if text.lower() in ("", "various", "multiple") else _day(text, number)


def _day(text: str, number: int) -> date | None:
    found = _AMERICAN.fullmatch(text)
    try:
        if found:
            year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)  # noqa: PLR2004 - two digits
            return date(year, int(found[1]), int(found[2]))
        return date.fromisoformat(text[:10]) if text else None
    except ValueError as error:
        raise UnreadableFileError(f"Row {number}: {text!r} is no day; write 06/02/2025.") from error


def _amount(text: str, number: int) -> Decimal:
    plain = text.replace("$", "").replace(",", "").replace(" ", "")
    if plain.startswith("(") and plain.endswith(")"):
        plain = f"-{plain[1:-1]}"
    try:
        found = Decimal(plain)
    except InvalidOperation as error:
        raise UnreadableFileError(f"Row {number}: {text!r} is no amount.") from error
    if not found.is_finite():
        raise UnreadableFileError(f"Row {number}: {text!r} is no amount.")
    return found
