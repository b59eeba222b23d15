"""The process of plotly-resampler: a million points to figure JSON, and which points it keeps.

Runs in an environment of its own, asked over pipes by `_charts_race.py`; nothing of the product is imported.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly_resampler import FigureResampler  # type: ignore[import-not-found]

if TYPE_CHECKING:
    from numpy.typing import NDArray

POINTS = 4_000


def figure_json(index: pd.DatetimeIndex, values: NDArray[np.float64]) -> str:
    """Its usual way: a resampled figure with its default aggregation, MinMaxLTTB, as JSON."""
    figure = FigureResampler(go.Figure(), default_n_shown_samples=POINTS)
    figure.add_trace(go.Scatter(mode="lines"), hf_x=index, hf_y=values)
    text: str = figure.to_json()
    return text


def main(folder: Path) -> None:
    """Answer each line that asks: CPU seconds and bytes; the points kept lie in `kept.npy` then."""
    time_, values = np.load(folder / "time.npy"), np.load(folder / "values.npy")
    index = pd.DatetimeIndex(time_.astype("datetime64[ns]"))
    for _ in sys.stdin:
        gc.collect()
        began = time.process_time()
        text = figure_json(index, values)
        seconds = time.process_time() - began
        trace = FigureResampler(go.Figure(), default_n_shown_samples=POINTS)
        trace.add_trace(go.Scatter(mode="lines"), hf_x=index, hf_y=values)
        kept = pd.DatetimeIndex(trace.data[0].x).to_numpy().astype("datetime64[us]")
        np.save(folder / "kept.npy", kept)
        np.save(folder / "kept_values.npy", np.asarray(trace.data[0].y, dtype=np.float64))
        sys.stdout.write(json.dumps({"seconds": seconds, "bytes": len(text)}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
