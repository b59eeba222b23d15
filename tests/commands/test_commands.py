"""The command line: what it prints, and its exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import app
from benchmarks.statement_files import made_up_ledger, mt5_history_html, mt5_history_xlsx

PROJECT = Path(__file__).parents[2]


@dataclass
class Result:
    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line, called as the shell does but in this process."""
    monkeypatch.setenv("DATABASE_URL", database_url)

    def call(*words: str) -> Result:
        monkeypatch.setattr(sys, "argv", ["app.py", *words])
        with pytest.raises(SystemExit) as stopped:
            app.main()
        out, err = capsys.readouterr()
        return Result(int(stopped.value.code or 0), out, err)

    return call


def document(result: Result) -> Any:
    return json.loads(result.stdout)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.xlsx"
    path.write_bytes(mt5_history_xlsx(made_up_ledger(120)))
    return path


def test_import_prints_every_figure_and_exits_0(run: Run, report: Path) -> None:
    result = run("import", str(report), "--json")
    assert result.returncode == 0, result.stderr
    body = document(result)
    assert set(body) >= {
        "file", "sha256", "format", "account", "account_id", "deals", "new_deals", "changed_deals", "trades",
        "residual", "figures", "warnings", "stored",
    }  # fmt: skip
    assert (body["stored"], body["residual"]) == (True, "0.00")
    assert {frozenset(figure) for figure in body["figures"]} == {
        frozenset({"name", "stated", "computed", "match"})
    }
    assert all(figure["match"] for figure in body["figures"])
    assert len(body["figures"]) == 32


def test_a_trimmed_report_is_refused_with_its_rows(run: Run, tmp_path: Path) -> None:
    lines = mt5_history_html(made_up_ledger(120)).decode("utf-16").split("</tr>")
    deals = [number for number, line in enumerate(lines) if ">out<" in line]
    del lines[deals[3]]
    path = tmp_path / "trimmed.html"
    path.write_bytes("</tr>".join(lines).encode("utf-16"))
    refused = run("import", str(path), "--json")
    assert refused.returncode == 1
    body = document(refused)
    assert (body["stored"], body["account_id"]) == (False, None)
    assert "Row " in body["problems"][0]
    accepted = run("import", str(path), "--accept-residual", "--json")
    assert document(accepted)["stored"]
    assert accepted.returncode == 1


def test_several_files_are_a_list(run: Run, report: Path) -> None:
    result = run("import", str(report), str(report), "--json")
    first, second = document(result)
    assert (first["new_deals"] > 0, second["new_deals"]) == (True, 0)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x00\x01\x02" * 99, b"%PDF-1.7", b"hello"])
def test_what_cannot_be_read_is_one_line_and_exit_2(run: Run, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file.xlsx"
    path.write_bytes(content)
    result = run("import", str(path), "--json")
    assert (result.returncode, result.stdout) == (2, "")
    assert len(result.stderr.strip().splitlines()) == 1
    assert document(run("accounts", "--json")) == []


def test_demo_accounts_metrics_and_export(run: Run, tmp_path: Path) -> None:
    assert run("demo", "--until", "2026-11-20").returncode == 0
    accounts = document(run("accounts", "--json"))
    assert [account["currency"] for account in accounts] == ["JPY", "USD", "EUR"]
    metrics = document(run("metrics", "Momentum USD", "--json"))
    assert metrics["net_profit"]["value"] == accounts[1]["realized_pnl"]
    explained = run("metrics", "90000001", "--explain", "sharpe_ratio")
    assert "risk-free" in explained.stdout
    assert "95 % interval" in explained.stdout
    unknown = run("metrics", "90000001", "--explain", "luck")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    path = tmp_path / "trades.csv"
    assert run("export", "--accounts", "Momentum USD", "-o", str(path)).returncode == 0
    assert path.read_bytes().count(b"\r\n") == metrics["total_trades"]["value"] + 1
    assert "3 demo accounts removed" in run("demo", "--remove").stdout


def test_verify_exits_0_on_a_sound_ledger(run: Run, report: Path) -> None:
    run("import", str(report))
    result = run("verify")
    assert (result.returncode, result.stdout.split(" in ")[0]) == (0, "0 issues found")
    assert document(run("verify", "--repair", "--json"))["issues_found"] == []


def test_an_account_is_renamed_and_removed_only_when_confirmed(run: Run, report: Path) -> None:
    name = document(run("import", str(report), "--json"))["account"]
    assert run("account", "rename", name, "  My   account ").returncode == 0
    assert "would be removed" in run("account", "remove", "my account").stderr
    assert [row["account_name"] for row in document(run("accounts", "--json"))] == ["My account"]
    run("demo", "--until", "2026-11-20")
    assert run("account", "rename", "My account", "grid jpy").returncode == 2
    assert run("account", "rename", "My account", " ").returncode == 2
    assert "removed." in run("account", "remove", "My account", "--yes").stderr
    assert len(document(run("accounts", "--json"))) == 3
    assert document(run("import", str(report), "--json"))["new_deals"] > 0


def test_a_swap_booked_as_a_deposit_is_tagged_as_a_cost(run: Run) -> None:
    run("demo", "--until", "2026-11-20")
    words = ("tag", "Reversal EUR", "--comment", "^withdrawal", "--as", "cost", "--reason", "it was a fee")
    dry = run(*words, "--dry-run")
    assert "1 deals chosen, 0 changed" in dry.stderr
    before = document(run("metrics", "Reversal EUR", "--json"))
    assert "1 deals chosen, 1 changed" in run(*words).stderr
    after = document(run("metrics", "Reversal EUR", "--json"))
    assert (before["withdrawals"]["value"], after["withdrawals"]["value"]) == ("-2500.00", "0.00")
    assert after["account_costs"]["value"] == "-2505.40"
    ticket = dry.stdout.split()[0]
    assert "1 changed" in run("tag", "Reversal EUR", ticket, "--as", "by-type", "--reason", "no").stderr
    assert document(run("metrics", "Reversal EUR", "--json"))["withdrawals"]["value"] == "-2500.00"


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("metrics", "nobody"),
        ("metrics", "nobody", "--basis", "gross"),
        ("export", "--format", "docx"),
        ("export", "--from", "yesterday"),
        ("import", "/nowhere.xlsx"),
        ("bench", "nothing"),
        ("bench", "metrics", "nothing"),
        ("bench", "import", "trades"),
        ("tag", "nobody", "1", "--as", "cost", "--reason", "x"),
        ("export", "--tax-year", "soon"),
        ("export", "--year", "2025"),
        ("exports",),
    ],
)
def test_wrong_input_exits_2_with_a_sentence(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words)
    assert (result.returncode, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("words", [("export", "--format", "docx"), ("export", "--type", "taxes")])
def test_wrong_names_are_answered_with_the_right_ones(run: Run, report: Path, words: tuple[str, ...]) -> None:
    run("import", str(report))
    assert "; choose " in run(*words).stderr


def test_every_command_helps_without_a_database() -> None:
    result = subprocess.run(
        [sys.executable, str(PROJECT / "app.py"), "--help"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    for name in ("run", "migrate", "demo", "import", "accounts", "metrics", "export", "bench"):
        assert name in result.stdout
