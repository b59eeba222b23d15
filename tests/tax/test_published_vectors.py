"""The vectors of wash sales that lie beside the project, where they do."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from services.tax.matching import match
from tests.tax.making import BY_NAME, all_rows, buy, sell

VECTORS = Path(__file__).parents[3] / "shared" / "vectors" / "wash_sales.json"


def _cases() -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads(VECTORS.read_text(encoding="utf-8")) if VECTORS.exists() else []
    return cases


@pytest.mark.skipif(not VECTORS.exists(), reason="shared vectors are not here")
@pytest.mark.parametrize("case", _cases(), ids=lambda case: str(case["id"]))
def test_every_row_and_open_lot_is_as_published(case: dict[str, Any]) -> None:
    """Each line of input names its own lot, so that the sale takes it; sales of one day are one order."""
    deals = []
    for line in case["input"]:
        deals.append(buy(line["acquired"], line["qty"], line["basis"], position=line["order"]))
        if line["sold"]:
            day, named = line["sold"], line["order"]
            deals.append(sell(day, line["qty"], line["proceeds"], position=named, order=f"sold {day}"))
    matched = match(deals, BY_NAME)
    assert [
        (row.part, row.acquired, row.sold, row.proceeds, row.basis, row.codes, row.adjustment, row.gain)
        for row in all_rows(matched)
    ] == [_expected(row) for row in case["rows"]]
    assert [(lot.quantity, lot.basis, lot.holding_start) for lot in matched.open_lots()] == [
        (row["qty"], Decimal(row["adjusted_basis"]), date.fromisoformat(row["holding_period_start"]))
        for row in case["open_after"]
    ]


def _expected(row: dict[str, Any]) -> tuple[object, ...]:
    days = date.fromisoformat(row["b"]), date.fromisoformat(row["c"])
    adjustment = Decimal(row["g"]) if row["g"] else None
    return row["part"], *days, Decimal(row["d"]), Decimal(row["e"]), row["f"], adjustment, Decimal(row["h"])
