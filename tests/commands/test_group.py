"""The command line of groups."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

import app
from services.account_opening import Origin
from tests.making import flow, make_statement

if TYPE_CHECKING:
    from services.container import Services


@pytest.fixture
def run(
    database_url: str,
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> object:
    """The command line on a database with two accounts."""
    for login in ("1", "2"):
        statement = make_statement([flow(1, 1000)], login=login)
        services.ingest.post([statement], Origin("x", login.zfill(64), server_zone="UTC"), store=True)
    monkeypatch.setenv("DATABASE_URL", database_url)

    def call(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["app.py", *words])
        with pytest.raises(SystemExit) as stopped:
            app.main()
        out, err = capsys.readouterr()
        return int(stopped.value.code or 0), out, err

    return call


def test_groups_are_made_listed_changed_and_removed(run: object) -> None:
    assert callable(run)
    code, out, _ = run("group", "add", "Majors", "1", "2", "--json")
    made = json.loads(out)
    assert (code, made["name"], len(made["account_ids"])) == (0, "Majors", 2)
    assert run("group", "set", "majors", "2")[0] == 0
    assert run("group", "rename", made["group_id"], "Minors")[0] == 0
    (listed,) = json.loads(run("group", "list", "--json")[1])
    assert (listed["name"], len(listed["account_ids"])) == ("Minors", 1)
    assert run("group", "list")[1].startswith("Minors: ")
    assert "is removed" in run("group", "remove", "Minors")[2]
    assert json.loads(run("group", "list", "--json")[1]) == []


@pytest.mark.parametrize(
    "words",
    [("add", "x", "nobody"), ("rename", "x", "y"), ("set", "x", "1"), ("remove", "x"), ("add", " ", "1")],
)
def test_wrong_input_is_one_line_and_exit_2(run: object, words: tuple[str, ...]) -> None:
    assert callable(run)
    code, out, err = run("group", *words)
    assert (code, out, len(err.strip().splitlines())) == (2, "", 1)
