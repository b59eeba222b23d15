"""Lots and wash sales beside rp2 on the same deals of the same run, and how their time grows.

About two minutes. Parts by name: `python app.py bench tax race growth`.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks._figure import Figure
from benchmarks._metrics_race import Peers, cpu_of, race
from benchmarks._peers_environment import CACHE, peers_python
from benchmarks._tax_events import deals, executions
from services.tax.matching import match
from services.tax.model import TaxClass
from services.tax.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks._tax_events import Deal
    from services.tax.model import Execution

FOLDER = Path(__file__).resolve().parent
EVENTS, SMALL, LARGE, ROUNDS = 16_000, 4_000, 64_000, 3
PLAIN, WASHED = TaxClass.F8949_DIGITAL, TaxClass.F8949_SECURITY
POLICY = Policy()


def race_with_rp2() -> list[Figure]:
    """FIFO of 16,000 deals, interleaved: rp2's, ours without wash sales and with them, and every row."""
    found = deals(EVENTS)
    plain, washed = executions(found, PLAIN), executions(found, WASHED)
    with tempfile.TemporaryDirectory() as folder, _rp2(Path(folder), found) as peer:
        seconds = race(
            {
                "compute": lambda: peer.ask("compute_tax")[0],
                "lots": lambda: peer.ask("matching")[0],
                "plain": lambda: cpu_of(lambda: match(plain, POLICY)),
                "washed": lambda: cpu_of(lambda: match(washed, POLICY)),
                "rows": lambda: cpu_of(lambda: _rows(washed)),
            },
            rounds=ROUNDS,
        )
        theirs = peer.ask("compute_tax")[1][0][0]
    return [
        Figure("rp2 1.7.2, compute_tax of 16,000 deals, FIFO", seconds["compute"], "s"),
        Figure("of which its matching of lots", seconds["lots"], "s"),
        Figure("ours, without wash sales", seconds["plain"], "s"),
        Figure("ours, with wash sales", seconds["washed"], "s"),
        Figure("ours, with wash sales and every row", seconds["rows"], "s"),
        Figure("rp2 / ours, without wash sales", seconds["compute"] / seconds["plain"], "x", least=10),
        Figure("rp2 / ours, with wash sales", seconds["compute"] / seconds["washed"], "x", least=4),
        Figure("gains differ without wash sales", abs(theirs - _gains(plain)), "USD", most=0.005),
        Figure("wash sales found", sum(len(match(washed, POLICY).washes(y)) for y in (2023, 2024, 2025)), ""),
    ]


def growth() -> list[Figure]:
    """How the time with wash sales grows from 4,000 to 64,000 deals of the same three years."""
    small, large = executions(deals(SMALL), WASHED), executions(deals(LARGE), WASHED)
    runners: dict[str, Callable[[], float]] = {
        "small": lambda: cpu_of(lambda: match(small, POLICY)),
        "large": lambda: cpu_of(lambda: match(large, POLICY)),
    }
    seconds = race(runners, rounds=ROUNDS)
    exponent = math.log(seconds["large"] / seconds["small"]) / math.log(LARGE / SMALL)
    return [
        Figure("4,000 deals with wash sales", seconds["small"], "s"),
        Figure("64,000 deals with wash sales", seconds["large"], "s"),
        Figure("exponent of growth from 4,000 to 64,000 deals", exponent, "", most=1.2),
    ]


@contextmanager
def _rp2(folder: Path, found: list[Deal]) -> Iterator[Peers]:
    (folder / "deals.json").write_text(json.dumps(found), encoding="utf-8")
    python = peers_python(FOLDER / "tax_requirements.txt", CACHE.with_name("performance-tracker-tax-peers"))
    with subprocess.Popen(  # noqa: S603 - our own script
        [python, str(FOLDER / "_tax_peer.py"), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"LOG_LEVEL": "WARNING"},
        cwd=folder,
    ) as process:
        yield Peers(process)
        if process.stdin is not None:
            process.stdin.close()


def _rows(known: list[Execution]) -> int:
    matched = match(known, POLICY)
    return sum(len(matched.rows(year)) for year in matched.years)


def _gains(known: list[Execution]) -> float:
    matched = match(known, POLICY)
    return float(sum(row.gain for year in matched.years for row in matched.rows(year)))


PARTS: dict[str, Callable[[], list[Figure]]] = {"race": race_with_rp2, "growth": growth}


def run(names: tuple[str, ...] = tuple(PARTS)) -> list[Figure]:
    """Every part in turn."""
    return [figure for name in names for figure in PARTS[name]()]
