"""Rows of the form from few words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from services.tax.model import FormRow, TaxClass


def make_row(part: str = "I", box: str = "C", **fields: Any) -> FormRow:
    """A sale of a hundred shares at a loss of 100.00."""
    usual: dict[str, Any] = {
        "box_reason": "not reported",
        "description": "100 sh. XYZ",
        "symbol": "XYZ",
        "quantity": Decimal(100),
        "acquired": date(2025, 1, 2),
        "sold": date(2025, 6, 3),
        "proceeds": Decimal("900.00"),
        "basis": Decimal("1000.00"),
        "codes": "",
        "adjustment": None,
        "holding_start": date(2025, 1, 2),
        "account": "Main",
        "tax_class": TaxClass.F8949_SECURITY,
        "lots": ("1",),
        "deals": ("2",),
    }
    return FormRow(part, box, **(usual | fields))
