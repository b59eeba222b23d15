"""The command line and the HTTP interface of backups."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

import app
from services.storage.backups import only_one
from tests.backup.rows import add_account, add_deals, count, fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask.testing import FlaskClient

    from services.container import Services
    from services.storage.engine import Database


@pytest.fixture
def run(
    place: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """The command line in this process: exit code, stdout, stderr."""
    for name, value in place.items():
        monkeypatch.setenv(name, value)

    def call(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["app.py", *words])
        with pytest.raises(SystemExit) as stopped:
            app.main()
        out, err = capsys.readouterr()
        return int(stopped.value.code or 0), out, err

    return call


Run = Any


def test_backup_list_restore(run: Run, database: Database, empty_url: str) -> None:
    add_deals(database, add_account(database, "one"), 30)
    code, out, _ = run("backup", "--type", "full", "--json")
    made = json.loads(out)
    assert (code, made["verified"], made["backup_type"], made["reason"]) == (0, True, "full", "manual")
    code, out, _ = run("backups", "--verify", "--json")
    listed = json.loads(out)
    assert code == 0
    assert [one["backup_id"] for one in listed["backups"]] == [made["backup_id"]]
    assert listed["issues_found"] == []
    code, out, err = run("restore", made["backup_id"][:8], "--into", empty_url, "--json")
    assert code == 0, err
    assert json.loads(out)["total_records"] == made["total_records"]
    assert fingerprint(empty_url) == fingerprint(database)


def test_for_people(run: Run, database: Database, empty_url: str) -> None:
    add_account(database, "one")
    _, out, err = run("backup")
    assert "full, verified: " in out
    assert "There was no good backup to build on" in out
    assert "copying accounts" in err
    _, out, err = run("backups", "--rotate")
    assert "full, verified: " in out
    assert "0 backups removed." in err
    assert "1 backups in " in err
    _, out, _ = run("restore", "latest", "--into", empty_url)
    assert out.startswith("Restored ")
    _, out, _ = run("restore", "latest", "--archives-only")
    assert out == "0 archive files put back.\n"


def test_damage_is_exit_code_1_and_a_wrong_name_2(run: Run, database: Database, folder: Path) -> None:
    add_account(database, "one")
    run("backup")
    next((folder / "objects").glob("*/*")).write_bytes(b"rot")
    code, out, _ = run("backups", "--verify")
    assert code == 1
    assert "is damaged" in out
    code, _, err = run("restore", "nothing", "--into", "postgresql://nowhere/x")
    assert (code, err) == (2, "No backup named 'nothing'.\n")
    code, _, err = run("restore", "latest")
    assert code == 2
    assert "Say either --into URL or --archives-only." in err


def test_a_target_that_is_not_empty_is_exit_code_2(run: Run, database: Database, database_url: str) -> None:
    run("backup")
    code, _, err = run("restore", "latest", "--into", database_url)
    assert code == 2
    assert "is not empty" in err


@pytest.mark.slow
def test_restore_into_the_own_embedded_database(
    run: Run, database: Database, folder: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_deals(database, add_account(database, "one"), 40)
    run("backup")
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("DATA_DIR", str(data_dir / "moved"))
    monkeypatch.setenv("BACKUP_DIR", str(folder))
    code, _, err = run("restore", "latest", "--into", "embedded")
    assert code == 0, err
    code, out, _ = run("accounts")
    assert "one" in out
    code, _, err = run("restore", "latest", "--into", "embedded")
    assert code == 2
    assert "is not empty" in err


def test_the_resource_answers_as_the_contract_says(
    client: FlaskClient, services: Services, place: dict[str, str]
) -> None:
    account = add_account(services.database, "one")
    add_deals(services.database, account, 20)
    answer = client.post("/api/v1/performance/retention/backup?backup_type=full")
    body = answer.json
    assert answer.status_code == 200
    assert body is not None
    tables = {table["table"]: table for table in body["tables_backed_up"]}
    assert tables["deals"]["record_count"] == 20
    assert len(tables["deals"]["sha256"]) == 64
    assert body["total_records"] == sum(table["record_count"] for table in tables.values())
    assert (body["verified"], body["backup_type"]) == (True, "full")
    assert count(services.settings.database_url.get_secret_value(), "backups")  # type: ignore[union-attr]
    with only_one(services.database):
        busy = client.post("/api/v1/performance/retention/backup")
    assert busy.status_code == 409
    assert busy.json is not None
    assert busy.json["error"]["code"] == "busy"
    assert client.post("/api/v1/performance/retention/backup?backup_type=half").status_code == 422
