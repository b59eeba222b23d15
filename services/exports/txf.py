"""TXF, the Tax Exchange Format, version 042: what desktop tax programs import.

One record a row: reference number by box, description, dates, cost before proceeds, and the loss that a wash
sale denied. Programs read that third amount as a wash sale whatever it is, and there are no numbers for the
boxes of digital assets; what cannot be said is refused. Source: taxdataexchange.org, TXF specification 042.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from services.errors import InvalidInputError
from services.exports._form_rows import CARRIED, VARIOUS, form_rows
from services.exports._registry import file_format
from services.version import VERSION

if TYPE_CHECKING:
    from decimal import Decimal

    from services.exports._document import Document

NUMBERS = {"A": 321, "B": 711, "C": 712, "D": 323, "E": 713, "F": 714}
END = "^"
LONGEST = 60


@file_format("txf", "TXF (desktop tax programs)", "application/x-txf", report="tax")
def write_txf(document: Document, out: BinaryIO) -> None:
    """A header, then one record a row; raises InvalidInputError for rows that the format cannot tell."""
    rows = list(form_rows(document, "A TXF file"))
    _refuse_digital(rows)
    _refuse_codes(rows)
    _write(out, "V042", f"APerformance Tracker {VERSION}", f"D {datetime.now(UTC):%m/%d/%Y}", END)
    for row in rows:
        _write(out, *_record(row))


def _record(row: dict[str, Any]) -> list[str]:
    acquired = "Various" if row["b_acquired"] == VARIOUS else row["b_acquired"]
    lines = ["TD", f"N{NUMBERS[row['box']]}", "C1", "L1", f"P{_plain(row['a_description'])}"]
    lines += [f"D{acquired}", f"D{row['c_sold']}", _dollars(row["e_basis"]), _dollars(row["d_proceeds"])]
    lines += [_dollars(row["g_adjustment"])] if row["g_adjustment"] is not None else []
    return [*lines, END]


def _refuse_digital(rows: list[dict[str, Any]]) -> None:
    boxes = sorted({row["box"] for row in rows} - set(NUMBERS))
    if boxes:
        raise InvalidInputError(
            f"TXF has no numbers for the boxes of digital assets, and there are rows in {', '.join(boxes)};"
            " take the CSV or the statement for these, or choose accounts without them."
        )


def _refuse_codes(rows: list[dict[str, Any]]) -> None:
    others = sorted({row["f_codes"] for row in rows} - CARRIED)
    if others:
        raise InvalidInputError(
            f"TXF carries no adjustment but wash sales, and there are rows with {', '.join(others)}; "
            "take the CSV or the statement."
        )


def _dollars(amount: Decimal) -> str:
    return f"${amount:.2f}"


def _plain(text: str) -> str:
    """A description in ASCII on one line without a caret, which ends a record."""
    ascii_only = text.encode("ascii", "replace").decode("ascii")
    return " ".join(ascii_only.replace(END, " ").split())[:LONGEST]


def _write(out: BinaryIO, *lines: str) -> None:
    out.writelines(f"{line}\r\n".encode("ascii") for line in lines)
