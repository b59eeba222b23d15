"""Taxes on the command line: a file of executions goes in, Form 8949 comes out; the profile is set."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

import app
from tests.services.test_tax_years import MIXED, WASH
from tests.tax.stories import file_of

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., tuple[int, str, str]]


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
    assert "S988: 1 closing deal, 120.00 USD" in said


def test_a_file_that_is_not_complete_says_so_also_where_it_was_asked_for(run: Run, tmp_path: Path) -> None:
    imported(run, tmp_path, *(text.replace(",stock,", ",,") for text in WASH))
    code, _, err = run("export", "--type", "tax", "--tax-year", "2025", "-o", str(tmp_path / "out.csv"))
    assert code == 0
    assert "Not complete: 1 symbol needs a decision and has no rows: XYZ." in err


def test_a_wrong_option_is_said(run: Run, tmp_path: Path) -> None:
    imported(run, tmp_path, *WASH)
    code, _, err = run("export", "--type", "tax", "--option", "tax_year")
    assert code == 2
    assert "NAME=VALUE" in err


def test_the_profile_is_set_told_and_kept_in_the_audit_log(run: Run, tmp_path: Path) -> None:
    imported(run, tmp_path, *WASH)
    for words in (
        ("set", "cfd-policy=capital", "mark_to_market_from=2030-01-01"),
        ("class", "GOLD", "SWAP_ORDINARY", "--account", "U1", "--contract-size", "100"),
        ("owner", "U1", "taxpayer"),
        ("method", "U1", "hifo", "--from", "2027-01-01", "--evidence", "e-mail"),
        ("broker", "U1", "reports"),
        ("complete", "U1", "2026-02-01"),
    ):
        code, _, err = run("tax", *words)
        assert code == 0, err
    _, out, _ = run("tax", "show", "--json")
    told = json.loads(out)
    (account,) = told["account_names"]
    assert (told["cfd_policy"], told["mark_to_market_from"]) == ("capital", "2030-01-01")
    assert told["classes"] == [
        {"symbol": "GOLD", "tax_class": "SWAP_ORDINARY", "account": account, "contract_size": "100"}
    ]
    assert (told["owners"], told["reported"]) == ({account: "taxpayer"}, [account])
    assert told["complete"] == {account: "2026-02-01"}
    assert "method of U1 = hifo from 2027-01-01" in run("tax", "show")[1]
    assert [row["box"] for row in rows(run, tmp_path, 2025)] == ["A"]


def test_a_year_is_closed_once_it_is_final(run: Run, tmp_path: Path) -> None:
    imported(run, tmp_path, *WASH)
    assert "provisional" in run("tax", "close", "2025")[2]
    run("tax", "complete", "U1", "2026-02-01")
    assert run("tax", "close", "2025")[0] == 0
    assert run("tax", "method", "U1", "lifo", "--from", "2025-01-01")[0] == 2
    code, out, _ = run("tax", "show", "2025", "--json")
    year = json.loads(out)
    assert (code, year["is_final"], year["warnings"]) == (0, True, [])
    run("tax", "owner", "U1", "retirement")
    assert "no longer those that were filed" in run("tax", "show", "2025")[1]
    assert "2025 is open again" in run("tax", "reopen", "2025")[2]
    assert "is open, so it cannot be opened again" in run("tax", "reopen", "2025")[2]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("set", "cfd_policy"), "NAME=VALUE"),
        (("set", "cfd_policy=perhaps"), "cfd_policy is not right"),
        (("set", "color=red"), "nothing to set"),
        (("set", "exchange_zone=Mars"), "no time zone"),
        (("class", "X", "SHARES"), "SHARES"),
        (("class", "X", "S988", "--contract-size", "big"), "no contract size"),
        (("owner", "nobody", "spouse"), "nobody"),
        (("close", "1492"), "no tax year"),
    ],
)
def test_wrong_words_are_said_and_change_nothing(run: Run, words: tuple[str, ...], sentence: str) -> None:
    code, _, err = run("tax", *words)
    assert (code, sentence in err) == (2, True), err
