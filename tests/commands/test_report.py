"""The command line of reports."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

import app
from services.account_opening import Origin
from tests.making import flow, make_statement, round_trip

if TYPE_CHECKING:
    from pathlib import Path

    from services.container import Services

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    database_url: str,
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """The command line on a database with two accounts in a group."""
    for login, profit in (("1", 5.5), ("2", -2.25)):
        statement = make_statement([flow(1, 1000), *round_trip(10, profit)], login=login)
        services.ingest.post([statement], Origin("x", login.zfill(64), server_zone="UTC"), store=True)
    services.groups.make("Desk", [account.id for account in services.performance.accounts()])
    monkeypatch.setenv("DATABASE_URL", database_url)

    def call(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["app.py", *words])
        with pytest.raises(SystemExit) as stopped:
            app.main()
        out, err = capsys.readouterr()
        return int(stopped.value.code or 0), out, err

    return call


@pytest.mark.parametrize(("who", "made"), [("1", "5.50"), ("desk", "3.25"), ("all", "3.25")])
def test_an_account_a_group_or_all_become_a_file(run: Run, tmp_path: Path, who: str, made: str) -> None:
    path = tmp_path / "report.json"
    days = ("--type", "custom", "--from", "2026-01-05", "--to", "2026-01-05")
    code, out, err = run("report", who, *days, "--format", "json", "-o", str(path))
    assert (code, out.strip()) == (0, str(path)), err
    parts = {part["name"]: part for part in json.loads(path.read_text())["parts"]}
    facts = {item["name"]: item for item in parts["summary"]["items"]}
    assert str(facts["net_profit"]["value"]) in (made, made.rstrip("0"))


@pytest.mark.parametrize("name", ["csv", "xlsx", "html"])
def test_the_month_of_a_day_comes_in_every_format(run: Run, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"report.{name}"
    assert run("report", "1", "--from", "2026-01-20", "--format", name, "-o", str(path))[0] == 0
    assert path.stat().st_size > 500


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("nobody",),
        ("1", "--frm", "2026-01-05"),
        ("1", "--type", "custom"),
        ("1", "--type", "custom", "--from", "2026-01-05"),
        ("1", "--type", "hourly"),
        ("1", "--format", "docx"),
        ("1", "--from", "yesterday"),
        ("1", "--report", "nothing"),
    ],
)
def test_wrong_input_is_told_and_exits_2(run: Run, words: tuple[str, ...]) -> None:
    code, out, err = run("report", *words)
    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
