"""The CSV that TaxAct imports: one row a sale, its wash on the same row.

Source: TaxAct's support pages 882 and 21707 (columns, the letter W, adjustments as positive amounts, and the
term where several dates stand in the column of the purchase).
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, BinaryIO

from services.errors import InvalidInputError
from services.exports._cells import harmless
from services.exports._form_rows import CARRIED, VARIOUS, form_rows
from services.exports._registry import file_format

if TYPE_CHECKING:
    from services.exports._document import Document

HEADER = (
    "Description",
    "Date Acquired",
    "Date Sold",
    "Sales Proceeds",
    "Cost or Other Basis",
    "Adjustment Code",
    "Adjustment Amount",
    "Reporting Category",
    "Long/Short",
)
TERMS = {"I": "Short", "II": "Long"}
CATEGORIES = "ABCDEF"


@file_format("taxact", "CSV for TaxAct", "text/csv; charset=utf-8", suffix="taxact.csv", report="tax")
def write_taxact(document: Document, out: BinaryIO) -> None:
    """A header and one line a row; raises InvalidInputError for rows that TaxAct's layout cannot tell."""
    rows = list(form_rows(document, "A file for TaxAct"))
    _refuse(rows)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(_line(row) for row in rows)
    out.write(stream.getvalue().encode())


def _line(row: dict[str, Any]) -> list[str]:
    adjustment = row["g_adjustment"]
    return [
        harmless(row["a_description"]),
        "Various" if row["b_acquired"] == VARIOUS else row["b_acquired"],
        row["c_sold"],
        f"{row['d_proceeds']:.2f}",
        f"{row['e_basis']:.2f}",
        row["f_codes"],
        "" if adjustment is None else f"{adjustment:.2f}",
        row["box"],
        TERMS[row["part"]],
    ]


def _refuse(rows: list[dict[str, Any]]) -> None:
    boxes = sorted({row["box"] for row in rows} - set(CATEGORIES))
    if boxes:
        raise InvalidInputError(
            f"TaxAct's layout knows the categories A to F only, and there are rows in {', '.join(boxes)}; "
            "take the CSV or the statement for these, or choose accounts without them."
        )
    others = sorted({row["f_codes"] for row in rows} - CARRIED)
    if others:
        raise InvalidInputError(
            f"TaxAct's layout takes positive adjustments only, so rows with {', '.join(others)} cannot go; "
            "take the CSV or the statement."
        )
