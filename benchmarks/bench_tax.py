"""Lots and wash sales beside rp2 in one run, how their time grows, and all files of a year.

About five minutes. Parts by name: `python app.py bench tax race growth files`.
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
from benchmarks._tax_files import files
from services.tax.general import settle
from services.tax.matching import match
from services.tax.model import TaxClass
from services.tax.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from benchmarks._tax_events import Deal
    from services.tax.model import Execution

FOLDER = Path(__file__).resolve().parent
EVENTS, SMALL, LARGE, ROUNDS = 16_000, 4_000, 64_000, 3
WASHED = TaxClass.F8949_SECURITY
POLICY, UNWASHED = Policy(), Policy(computes_washes=False)


def race_with_rp2() -> list[Figure]:
    """FIFO of 16,000 deals, interleaved: rp2's, and ours with and without wash sales, and every row."""
    found = deals(EVENTS)
    known = executions(found, WASHED)
    with tempfile.TemporaryDirectory() as folder, _rp2(Path(folder), found) as peer:
        seconds = race(
            {
                "built": lambda: peer.ask("built")[0],
                "compute": lambda: peer.ask("compute_tax")[0],
                "lots": lambda: peer.ask("matching")[0],
                "plain": lambda: cpu_of(lambda: match(known, UNWASHED)),
                "washed": lambda: cpu_of(lambda: match(known, POLICY)),
                "made": lambda: cpu_of(lambda: match(executions(found, WASHED), POLICY)),
                "general": lambda: cpu_of(lambda: settle(known, POLICY)),
                "rows": lambda: cpu_of(lambda: _rows(known)),
            },
            rounds=ROUNDS,
        )
        theirs = peer.ask("compute_tax")[1][0][0]
    return [*_seconds(seconds), *_ratios(seconds), *_equal(known, theirs)]


def _seconds(seconds: Mapping[str, float]) -> list[Figure]:
    return [
        Figure("rp2 1.7.2, transactions made of 16,000 deals and compute_tax, FIFO", seconds["built"], "s"),
        Figure("of which compute_tax", seconds["compute"], "s"),
        Figure("of which its matching of lots", seconds["lots"], "s"),
        Figure("ours, without wash sales", seconds["plain"], "s"),
        Figure("ours, with wash sales", seconds["washed"], "s"),
        Figure("ours, with wash sales, executions made of the deals", seconds["made"], "s"),
        Figure("ours, with wash sales, the general way", seconds["general"], "s"),
        Figure("ours, with wash sales and every row", seconds["rows"], "s"),
    ]


def _ratios(seconds: Mapping[str, float]) -> list[Figure]:
    built, compute = seconds["built"], seconds["compute"]
    return [
        Figure("rp2 / ours, with wash sales", built / seconds["washed"], "x", least=100),
        Figure("rp2 / ours, both made of the deals", built / seconds["made"], "x"),
        Figure("rp2's compute_tax / ours, with wash sales", compute / seconds["washed"], "x"),
        Figure("rp2 / ours, without wash sales", built / seconds["plain"], "x", least=100),
    ]


def _equal(known: list[Execution], theirs: float) -> list[Figure]:
    washed, unwashed = match(known, POLICY), match(known, UNWASHED)
    gains = float(sum(row.gain for year in unwashed.years for row in unwashed.rows(year)))
    return [
        Figure("gains differ without wash sales", abs(theirs - gains), "USD", most=0.005),
        Figure("wash sales found", sum(len(washed.washes(year)) for year in washed.years), ""),
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


PARTS: dict[str, Callable[[], list[Figure]]] = {"race": race_with_rp2, "growth": growth, "files": files}


def run(names: tuple[str, ...] = tuple(PARTS)) -> list[Figure]:
    """Every part in turn."""
    return [figure for name in names for figure in PARTS[name]()]
