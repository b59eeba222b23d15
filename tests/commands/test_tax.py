"""Taxes on the command line: a file of executions goes in, Form 8949 comes out; the profile is set."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import app
from tests.services.test_tax_years import MIXED, WASH
from tests.tax.stories import file_of, line

Run = Callable[..., tuple[int, str, str]]
VECTORS = Path(__file__).parents[4] / "shared" / "vectors" / "wash_sales.json"
VECTOR_NAMES = ("W01", "W02", "W04", "W06", "W08", "W10", "W12", "W16", "W18")


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line on an empty database."""
    monkeypatch.setenv("DATABASE_URL", database_url)

    def call(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["app.py", *words])
        with pytest.raises(SystemExit) as stopped:
            app.main()
        out, err = capsys.readouterr()
        return int(stopped.value.code or 0), out, err

    return call


def imported(run: Run, folder: Path, *lines: str) -> None:
    path = folder / "executions.csv"
    path.write_bytes(file_of(lines))
    code, _, err = run("import", str(path))
    assert code == 0, err


def rows(run: Run, folder: Path, year: int) -> list[dict[str, str]]:
    path = folder / f"out{year}.csv"
    words = ("export", "--type", "tax", "--format", "csv", "--tax-year", str(year), "-o", str(path))
    code, _, err = run(*words)
    assert code == 0, err
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def lines_of(vector: dict[str, Any]) -> list[str]:
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


def american(day: str) -> str:
    year, month, number = day.split("-")
    return f"{month}/{number}/{year}"


@pytest.mark.parametrize("name", VECTOR_NAMES)
def test_a_published_wash_sale_is_what_it_is_known_to_be(run: Run, tmp_path: Path, name: str) -> None:
    if not VECTORS.is_file():
        pytest.skip("the published wash sales are not on this machine")
    vector = next(one for one in json.loads(VECTORS.read_text()) if one["id"] == name)
    imported(run, tmp_path, *lines_of(vector))
    made = []
    for year in sorted({int(row["c"][:4]) for row in vector["rows"]}):
        made += [
            {
                "part": row["part"],
                "b": row["b_acquired"],
                "holding_period_start": row["holding_start"],
                "c": row["c_sold"],
                "d": row["d_proceeds"],
                "e": row["e_basis"],
                "f": row["f_codes"],
                "g": row["g_adjustment"],
                "h": row["h_gain"],
            }
            for row in rows(run, tmp_path, year)
        ]
    days = ("b", "c", "holding_period_start")
    expected = [
        {key: american(row[key]) if key in days else row[key] for key in made[0]} for row in vector["rows"]
    ]
    by_days = lambda row: (row["c"][6:], row["c"], row["b"])  # noqa: E731 - one order for both
    assert sorted(made, key=by_days) == sorted(expected, key=by_days)


def test_a_loss_and_a_purchase_in_january_are_one_wash_sale(run: Run, tmp_path: Path) -> None:
    imported(run, tmp_path, *WASH)
    (row,) = rows(run, tmp_path, 2025)
    assert (row["f_codes"], row["g_adjustment"], row["h_gain"]) == ("W", "1000.00", "0.00")
    assert rows(run, tmp_path, 2026) == []


def test_what_is_not_on_the_form_is_said_in_the_file(run: Run, tmp_path: Path) -> None:
    imported(run, tmp_path, *MIXED)
    assert [row["h_gain"] for row in rows(run, tmp_path, 2025)] == ["50.00"]
    (said,) = [
        text
        for text in (tmp_path / "out2025.csv").read_text(encoding="utf-8-sig").splitlines()
        if text.startswith("# Not on the form")
    ]
    assert "S988: 1 trades, 120.00 USD" in said


def test_a_wrong_option_is_said(run: Run, tmp_path: Path) -> None:
    imported(run, tmp_path, *WASH)
    code, _, err = run("export", "--type", "tax", "--option", "tax_year")
    assert code == 2
    assert "NAME=VALUE" in err
