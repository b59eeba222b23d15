"""`record`: what it writes, what it refuses, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

import app
from services.feed_recording import polls
from services.settings import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

    from services.container import Services

Outcome = tuple[int, str, str]


@pytest.fixture
def url(demo_services: Services) -> str:
    """A database with the demo accounts."""
    found = demo_services.settings.database_url
    assert found is not None
    return found.get_secret_value()


def _run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str, *words: str
) -> Outcome:
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setattr(sys, "argv", ["app.py", "record", *words])
    with pytest.raises(SystemExit) as stopped:
        app.main()
    return (int(stopped.value.code or 0), *capsys.readouterr())


def test_it_records_for_as_long_as_it_is_told_and_books_nothing(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    demo_services: Services,
    url: str,
    tmp_path: Path,
) -> None:
    before = {account.id: account.ledger_version for account in demo_services.performance.accounts()}
    path = tmp_path / "a.jsonl.gz"
    code, out, err = _run(monkeypatch, capsys, url, str(path), "--seconds", "1.5", "--json")
    assert code == 0, err
    told, recorded = json.loads(out), list(polls(path))
    assert told["quotes"] == sum(len(polled.batch.quotes) for polled in recorded) > 0
    assert told["reports"] == sum(len(polled.batch.reports) for polled in recorded) >= len(before)
    assert (told["provider"], told["file"], told["polls"]) == ("simulated", str(path), len(recorded))
    assert err.endswith(f"reports in {path}.\n")
    after = {account.id: account.ledger_version for account in demo_services.performance.accounts()}
    assert after == before


def test_a_feed_that_is_read_once_only_and_a_file_that_is_there_are_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    code, _, err = _run(monkeypatch, capsys, url, str(path), "--provider", "agent")
    assert (code, path.exists()) == (2, False)
    assert err.count("\n") == 1
    assert "cannot be recorded" in err
    path.touch()
    code, _, err = _run(monkeypatch, capsys, url, str(path))
    assert code == 2
    assert "exists already" in err


def test_a_feed_that_is_away_is_said_and_asked_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str, tmp_path: Path
) -> None:
    monkeypatch.setenv("REPLAY_FILE", str(tmp_path / "missing.jsonl"))
    path = tmp_path / "a.jsonl"
    code, _, err = _run(monkeypatch, capsys, url, str(path), "--provider", "replay", "--seconds", "0.5")
    assert code == 0
    assert err.count("missing.jsonl cannot be read") == 1
    assert path.read_bytes() == b""


@pytest.mark.skipif(sys.platform == "win32", reason="no signals there")
def test_ctrl_c_ends_it_with_every_line_written(url: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    process = subprocess.Popen(
        [sys.executable, str(PROJECT / "app.py"), "record", str(path)],
        env={"PATH": os.environ["PATH"], "DATABASE_URL": url, "DATA_DIR": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
    )
    end = time.monotonic() + 120
    try:
        while not (path.exists() and path.stat().st_size):
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=120)
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == 0, err
    assert "reports in" in err
    assert list(polls(path))
