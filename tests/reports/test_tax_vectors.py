"""Published wash sales from a broker's file to the neutral CSV, to the cent."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from services.settings import PROJECT
from tests.reports.test_tax import content, lines_of
from tests.tax.stories import imported, line

if TYPE_CHECKING:
    from services.container import Services

VECTORS = PROJECT.parent / "shared" / "vectors" / "wash_sales.json"
NAMES = ("W01", "W02", "W04", "W06", "W08", "W10", "W12", "W16", "W18")
COLUMNS = {
    "part": "part",
    "b": "b_acquired",
    "c": "c_sold",
    "d": "d_proceeds",
    "e": "e_basis",
    "f": "f_codes",
    "g": "g_adjustment",
    "h": "h_gain",
    "holding_period_start": "holding_start",
}


def executions(vector: dict[str, Any]) -> list[str]:
    """A buy and a sell for each lot; lots sold on one day are sold by one order, as the vectors have it.

    Where a later lot is sold first, the sale names it.
    """
    sales = [lot["sold"] for lot in vector["input"] if lot["sold"] is not None]
    found = []
    for lot in vector["input"]:
        price = str(Decimal(lot["basis"]) / lot["qty"])
        found.append(line(lot["acquired"], "buy", lot["qty"], price, order_id=lot["order"]))
        if lot["sold"] is not None:
            price, order = str(Decimal(lot["proceeds"]) / lot["qty"]), "9" + lot["sold"].replace("-", "")
            named = "" if sales == sorted(sales) else lot["order"]
            found.append(line(lot["sold"], "sell", lot["qty"], price, order_id=order, lot=named))
    return found


def american(text: str) -> str:
    """A day as the form writes it; anything else as it is."""
    year, *rest = text.split("-")
    return f"{rest[0]}/{rest[1]}/{year}" if len(rest) == 2 else text


@pytest.mark.parametrize("name", NAMES)
def test_a_published_wash_sale_is_what_it_is_known_to_be(services: Services, name: str) -> None:
    if not VECTORS.is_file():
        pytest.skip("the published wash sales are not on this machine")
    vector = next(one for one in json.loads(VECTORS.read_text(encoding="utf-8")) if one["id"] == name)
    imported(services, *executions(vector))
    years = sorted({row["c"][:4] for row in vector["rows"]})
    made = [row for year in years for row in lines_of(content(services, "csv", year))[1]]
    rows = [{key: row[column] for key, column in COLUMNS.items()} for row in made]
    known = [{key: american(row[key]) for key in COLUMNS} for row in vector["rows"]]
    assert sorted(rows, key=str) == sorted(known, key=str)
