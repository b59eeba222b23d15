"""A million points to figure JSON: ours beside plotly-resampler, and which pixels either gets wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from benchmarks._charts_raster import raster, wrong_pixels
from benchmarks._figure import Figure
from benchmarks._metrics_race import FOLDER, cpu_of, race
from components.figure import milliseconds, typed
from services.calc.downsample import m4

if TYPE_CHECKING:
    from numpy.typing import NDArray

CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "performance-tracker-chart-peers"
POINTS, SEED = 1_000_000, 20_260_105
START = np.datetime64("2025-01-06T00:00", "us")
FASTER = 6.0


def resampling() -> list[Figure]:
    """Seconds, bytes and wrong pixels of both."""
    time, values = equity(POINTS)
    ours: list[bytes] = []
    with tempfile.TemporaryDirectory() as folder:
        np.save(Path(folder, "time.npy"), time)
        np.save(Path(folder, "values.npy"), values)
        with _peer(Path(folder)) as process:
            told: list[dict[str, Any]] = []

            def peer() -> float:
                told.append(_asked(process))
                return float(told[-1]["seconds"])

            def own() -> float:
                return cpu_of(lambda: ours.append(figure_json(time, values)))

            seconds = race({"ours": own, "peer": peer})
            kept = np.load(Path(folder, "kept.npy")), np.load(Path(folder, "kept_values.npy"))
            if process.stdin is not None:
                process.stdin.close()
    rows = m4(time, values)
    true = _picture(time, values, time, values)
    own_wrong = wrong_pixels(_picture(time, values, time[rows], values[rows]), true)
    peer_wrong = wrong_pixels(_picture(time, values, *kept), true)
    extremes = values[rows].max() == values.max() and values[rows].min() == values.min()
    return [
        Figure("1M points to figure JSON", 1e3 * seconds["ours"], "ms"),
        Figure("the same by plotly-resampler", 1e3 * seconds["peer"], "ms"),
        Figure("faster than plotly-resampler", seconds["peer"] / seconds["ours"], "×", least=FASTER),
        Figure("pixels wrong at 1,000 × 400", own_wrong, "pixels", most=0),
        Figure("pixels wrong, plotly-resampler", peer_wrong, f"of {int(true.sum()):,} drawn"),
        Figure("peak and trough kept", float(extremes), "(1 is yes)", least=1),
        Figure("points kept", rows.size, "points"),
        Figure("bytes of JSON", len(ours[-1]), "bytes"),
        Figure("bytes of JSON, plotly-resampler", told[-1]["bytes"], "bytes"),
    ]


def equity(n: int) -> tuple[NDArray[np.datetime64], NDArray[np.float64]]:
    """A walk with a spike either way, at uneven times: nights and weekends are silent."""
    source = np.random.default_rng(SEED)
    steps = source.exponential(30.0, n) + np.where(source.random(n) < 0.0005, 50_000.0, 0.0)
    time = START + np.cumsum(steps * 1e6).astype(np.int64).astype("timedelta64[us]")
    values = 100_000 + np.cumsum(source.normal(0, 4, n))
    values[n // 3] += 9_000
    values[n // 2] -= 9_000
    return time, values


def figure_json(time: NDArray[np.datetime64], values: NDArray[np.float64]) -> bytes:
    """Our way: the points that draw the picture, as typed arrays in a plain value."""
    rows = m4(time, values)
    trace = {"type": "scatter", "mode": "lines", "x": milliseconds(time[rows]), "y": typed(values[rows])}
    return orjson.dumps({"data": [trace], "layout": {"xaxis": {"type": "date"}}})


def _picture(
    time: NDArray[np.datetime64],
    values: NDArray[np.float64],
    kept_time: NDArray[np.datetime64],
    kept: NDArray[np.float64],
) -> NDArray[np.bool_]:
    return raster(kept_time, kept, float(values.min()), float(values.max()), time[0], time[-1])


def _peer(folder: Path) -> subprocess.Popen[str]:
    python = os.environ.get("CHART_PEERS_PYTHON") or str(_environment())
    command = [python, str(FOLDER / "_charts_peer.py"), str(folder)]
    return subprocess.Popen(  # noqa: S603 - our own script
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _asked(process: subprocess.Popen[str]) -> dict[str, Any]:
    """What the peer says of one more figure; raises RuntimeError when it is gone."""
    if process.stdin is None or process.stdout is None:  # pragma: no cover - both are pipes
        raise RuntimeError("The peer has no pipes.")
    process.stdin.write("figure\n")
    process.stdin.flush()
    line = process.stdout.readline()
    if not line:
        raise RuntimeError("The peer stopped.")
    found: dict[str, Any] = json.loads(line)
    return found


def _environment() -> Path:
    """The Python of an environment with the pinned peer, made at the first time."""
    python = CACHE / "bin" / "python"
    if not (CACHE / "complete").exists():
        venv.create(CACHE, with_pip=True, clear=True)
        pins = FOLDER / "charts_requirements.txt"
        subprocess.run(  # noqa: S603 - pip with pins of ours
            [str(python), "-m", "pip", "install", "--quiet", "-r", str(pins)], check=True, stdout=sys.stderr
        )
        (CACHE / "complete").touch()
    return python
