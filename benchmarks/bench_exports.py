"""Exports: what a file of 100,000 rows costs in time and memory, beside what most would write.

About eight minutes. Parts by name: `python app.py bench exports csv json xlsx pdf live`. Each way has written
ten rows before it is measured. The kind of time that is held against a bar is the less noisy one of the two.
"""

from __future__ import annotations

import json
import math
import os
import statistics
import subprocess
import sys
from typing import TYPE_CHECKING

from benchmarks._exports_live import live
from benchmarks._figure import Figure
from benchmarks._metrics_ledger import add_ledgers, empty_services
from services.settings import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS, ROUNDS, SLOW_ROUNDS = 100_000, 5, 3
FEW, MORE, READ_BACK = 1_000, 4_000, 20_000


def csv() -> list[Figure]:
    """From the database; wall time, for the server does most of it."""
    with empty_services() as services:
        add_ledgers(services.database, 1, ROWS, deals=False)
        ways = {"ours": ("ours csv", ROWS), "peer": ("pandas csv", ROWS)}
        found = _race(ways, ROUNDS, str(services.settings.data_dir))
    return [
        *_times("100,000 rows as CSV, from the database", found, "pandas.read_sql and to_csv", "wall", 4.0),
        Figure("… memory added", found["ours"]["megabytes"], "MB", most=10.0),
    ]


def json_rows() -> list[Figure]:
    """From rows in memory, CPU time."""
    found = _race({"ours": ("ours json", ROWS), "peer": ("plain json", ROWS)}, ROUNDS)
    return [
        *_times("100,000 rows as JSON", found, "json.dumps", "cpu", 3.0),
        Figure("… memory added", found["ours"]["megabytes"], "MB"),
    ]


def xlsx() -> list[Figure]:
    """From rows in memory, CPU time."""
    found = _race({"ours": ("ours xlsx", ROWS), "peer": ("openpyxl xlsx", ROWS)}, SLOW_ROUNDS)
    return [
        *_times("100,000 rows as XLSX", found, "openpyxl's write-only mode", "cpu", 8.0),
        Figure("… memory added", found["ours"]["megabytes"], "MB", most=20.0),
        Figure(
            f"… cells that differ when read back, of {READ_BACK:,} rows",
            _one("read back", READ_BACK, "")["differing"],
            "cells",
            most=0,
        ),
    ]


def pdf() -> list[Figure]:
    """A ledger of 1,000 and of 4,000 rows, CPU time."""
    found = _race(
        {"ours": ("ours pdf", FEW), "more": ("ours pdf", MORE), "peer": ("one table pdf", FEW)}, ROUNDS
    )
    exponent = math.log(found["more"]["cpu"] / found["ours"]["cpu"]) / math.log(MORE / FEW)
    return [
        *_times("1,000 rows as PDF", found, "one table of xhtml2pdf", "cpu", 50.0),
        Figure("… growth exponent to 4,000 rows", exponent, "", most=1.1),
    ]


PARTS: dict[str, Callable[[], list[Figure]]] = {
    "csv": csv,
    "json": json_rows,
    "xlsx": xlsx,
    "pdf": pdf,
    "live": live,
}


def run(names: tuple[str, ...] = tuple(PARTS)) -> list[Figure]:
    """Every part in turn."""
    return [figure for name in names for figure in PARTS[name]()]


def _times(what: str, found: dict[str, dict[str, float]], peer: str, held: str, least: float) -> list[Figure]:
    """Ours in both kinds of time, and how much faster than the peer; the bar is on the *held* one."""
    ours, other = found["ours"], found["peer"]
    figures = []
    for name, word in (("wall", "wall"), ("cpu", "own CPU")):
        bar = least if name == held else None
        figures += [
            Figure(f"{what}, {word}", ours[name], "s"),
            Figure(f"… beside {peer}, {word}", other[name] / ours[name], "×", least=bar),
        ]
    return figures


def _race(ways: dict[str, tuple[str, int]], rounds: int, data_dir: str = "") -> dict[str, dict[str, float]]:
    """The medians of each way with its number of rows, all of them once a round."""
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, (way, rows) in ways.items():
            taken[name].append(_one(way, rows, data_dir))
    return {
        name: {key: statistics.median(one[key] for one in found) for key in found[0]}
        for name, found in taken.items()
    }


def _one(way: str, rows: int, data_dir: str) -> dict[str, float]:
    environment = {"PATH": os.environ["PATH"], "LOG_LEVEL": "ERROR"} | (
        {"DATA_DIR": data_dir} if data_dir else {}
    )
    command = [sys.executable, "-m", "benchmarks._exports_child", way, str(rows)]
    done = subprocess.run(command, cwd=PROJECT, env=environment, check=True, capture_output=True, text=True)  # noqa: S603 - our own script
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer
