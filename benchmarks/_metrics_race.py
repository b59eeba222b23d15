"""Peers in an environment and a process of their own, and ours beside them: CPU seconds by rounds."""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import time
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks._peers_environment import CACHE, peers_python, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

FOLDER = Path(__file__).resolve().parent
FREQTRADE, MODULE = "freqtrade==2026.9", "freqtrade/data/metrics.py"
ROUNDS = 5


class Peers:
    """The process of the peers; asked for a case, it answers CPU seconds and values."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """The peers of a running process."""
        self._process = process

    def ask(self, name: str, count: int = 1) -> tuple[float, list[list[float]]]:
        """CPU seconds and values of a case over *count* accounts; raises RuntimeError when they are gone."""
        if self._process.stdin is None or self._process.stdout is None:  # pragma: no cover - both are pipes
            raise RuntimeError("The peers have no pipes.")
        self._process.stdin.write(json.dumps([name, count]) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"The peers stopped at {name!r}.")
        told = json.loads(line)
        return told["seconds"], told["values"]


@contextmanager
def peers(folder: Path) -> Iterator[Peers]:
    """The peers on the arrays of *folder*."""
    python = peers_python()
    (folder / "freqtrade_metrics.py").write_bytes(_freqtrade(folder))
    command = [python, str(FOLDER / "_metrics_peers.py"), str(folder)]
    environ = os.environ | {"OPENBLAS_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
    with subprocess.Popen(  # noqa: S603 - our own script
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environ
    ) as process:
        yield Peers(process)
        if process.stdin is not None:
            process.stdin.close()


def _freqtrade(folder: Path) -> bytes:
    """Its one module that needs none of the rest, out of its wheel."""
    CACHE.mkdir(parents=True, exist_ok=True)
    kept = CACHE / "freqtrade_metrics.py"
    if not kept.exists():
        run(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "-d", str(folder), FREQTRADE)
        with zipfile.ZipFile(next(folder.glob("freqtrade-*.whl"))) as wheel:
            kept.write_bytes(wheel.read(MODULE))
    return kept.read_bytes()


def cpu_of(work: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    gc.collect()
    began = time.process_time()
    work()
    return time.process_time() - began


def race(runners: Mapping[str, Callable[[], float]], rounds: int = ROUNDS) -> dict[str, float]:
    """The median seconds of each runner, all of them once a round, after one round that does not count."""
    seconds: dict[str, list[float]] = {name: [] for name in runners}
    for number in range(rounds + 1):
        for name, runner in runners.items():
            taken = runner()
            if number:
                seconds[name].append(taken)
    return {name: statistics.median(taken) for name, taken in seconds.items()}
