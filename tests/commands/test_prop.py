"""The command line of rule sets."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

import app
from tests.prop_firm.making import OWN, PHASE
from tests.prop_firm.test_prop_firms import account

if TYPE_CHECKING:
    from collections.abc import Callable
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
    """The command line on a database with an account that lost more than a day may."""
    account(services, 100, -6_000)
    monkeypatch.setenv("DATABASE_URL", database_url)

    def call(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["app.py", "prop", *words])
        with pytest.raises(SystemExit) as stopped:
            app.main()
        out, err = capsys.readouterr()
        return int(stopped.value.code or 0), out, err

    return call


def test_a_check_fails_for_a_breach(run: Run, tmp_path: Path) -> None:
    assert PHASE in run("list")[1]
    assert run("check", "1")[0] == 0, "nothing is assigned yet"
    file = tmp_path / "mine.yaml"
    file.write_text(OWN.replace("fraction: 0.2", "amount: 9000").replace("5000", "50000"))
    assert run("assign", "1", str(file))[0] == 0
    code, out, _ = run("check", "1", "--json")
    assert (code, [(one["name"], one["status"]) for one in json.loads(out)]) == (0, [("mine", "open")])
    assert run("assign", "1", PHASE)[0] == 0
    code, out, _ = run("check", "1")
    assert code == 1
    assert "✗ Daily loss" in out
    assert "Two-step evaluation, 100,000, phase 1: breached, headroom —" in out
    assert "5,900.00 of 5,000.00, worst 5,900.00" in out
    assert "−5,900.00 of 10,000.00\n" in out
    assert run("remove", "1", PHASE)[0] == 0
    assert run("check", "1")[0] == 0


def test_wrong_input_is_told_in_a_line(run: Run) -> None:
    for words in (("assign", "1", "moon"), ("remove", "1", PHASE), ("check", "moon")):
        code, _, err = run(*words)
        assert (code, err.count("\n")) == (2, 1)
