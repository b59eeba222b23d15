"""Exports: what a file of 100,000 rows costs in time and memory, beside what most would write.

About four minutes. Parts by name: `python app.py bench exports csv json xlsx pdf`.
"""

from __future__ import annotations

import json
import math
import os
import statistics
import subprocess
import sys
from typing import TYPE_CHECKING

from benchmarks._figure import Figure
from benchmarks._metrics_ledger import add_ledgers, empty_services
from services.settings import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS, ROUNDS, SLOW_ROUNDS = 100_000, 5, 3
FEW, MORE = 1_000, 4_000


def csv() -> list[Figure]:
    """From the database; wall time, for the server does most of it."""
    with empty_services() as services:
        add_ledgers(services.database, 1, ROWS, deals=False)
        found = _race(
            {"csv": "ours csv", "pandas": "pandas csv"}, ROWS, str(services.settings.data_dir), ROUNDS
        )
    return [
        Figure("100,000 rows as CSV, from the database", found["csv"]["wall"], "s"),
        Figure(
            "… beside pandas.read_sql and to_csv",
            found["pandas"]["wall"] / found["csv"]["wall"],
            "×",
            least=4.0,
        ),
        Figure("… memory added", found["csv"]["megabytes"], "MB", most=10.0),
    ]


def json_rows() -> list[Figure]:
    """From rows in memory, CPU time."""
    found = _race({"ours": "ours json", "plain": "plain json"}, ROWS, "", ROUNDS)
    ratio = found["plain"]["cpu"] / found["ours"]["cpu"]
    return [
        Figure("100,000 rows as JSON", found["ours"]["cpu"], "s"),
        Figure("… beside json.dumps", ratio, "×", least=3.0),
        Figure("… memory added", found["ours"]["megabytes"], "MB"),
    ]


def xlsx() -> list[Figure]:
    """From rows in memory, CPU time."""
    found = _race({"ours": "ours xlsx", "openpyxl": "openpyxl xlsx"}, ROWS, "", SLOW_ROUNDS)
    ratio = found["openpyxl"]["cpu"] / found["ours"]["cpu"]
    return [
        Figure("100,000 rows as XLSX", found["ours"]["cpu"], "s"),
        Figure("… beside openpyxl's write-only mode", ratio, "×", least=8.0),
        Figure("… memory added", found["ours"]["megabytes"], "MB", most=20.0),
    ]


def pdf() -> list[Figure]:
    """A ledger of 1,000 and of 4,000 rows, CPU time."""
    few = _race({"ours": "ours pdf", "one table": "one table pdf"}, FEW, "", SLOW_ROUNDS)
    more = _race({"ours": "ours pdf"}, MORE, "", SLOW_ROUNDS)["ours"]["cpu"]
    own = few["ours"]["cpu"]
    return [
        Figure("1,000 rows as PDF", own, "s"),
        Figure("… beside one table of xhtml2pdf", few["one table"]["cpu"] / own, "×", least=50.0),
        Figure("… growth exponent to 4,000 rows", math.log(more / own) / math.log(MORE / FEW), "", most=1.1),
    ]


PARTS: dict[str, Callable[[], list[Figure]]] = {"csv": csv, "json": json_rows, "xlsx": xlsx, "pdf": pdf}


def run(names: tuple[str, ...] = tuple(PARTS)) -> list[Figure]:
    """Every part in turn."""
    return [figure for name in names for figure in PARTS[name]()]


def _race(ways: dict[str, str], rows: int, data_dir: str, rounds: int) -> dict[str, dict[str, float]]:
    """The medians of each way, all of them once a round."""
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
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
