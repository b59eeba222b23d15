"""Half an hour of simulated load: whether the product's memory grows.

Run by `scripts/soak [MINUTES]`; it takes too long for the tests and for `bench`.
"""

from __future__ import annotations

import sys
import threading
import time
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

import numpy as np
import psutil

from benchmarks._figure import Figure
from benchmarks._live_product import Watcher, product

if TYPE_CHECKING:
    from benchmarks._live_product import Product

MINUTES = 30.0
WARM_MINUTES = 5.0
CLIENTS = 50
LOOK_SECONDS = 5.0
MEGABYTE = 2**20
SLOPE = 1.0
PATHS = ("/", "/health", "/metrics", "/api/v1/performance/accounts")


def soak(minutes: float) -> list[Figure]:
    """The slope of resident memory after the first minutes, of every process and of all together."""
    with product() as found, ExitStack() as stack:
        watchers = [stack.enter_context(Watcher(found.url)) for _ in range(CLIENTS)]
        ending = threading.Event()
        asker = threading.Thread(target=_ask, args=(found, ending), daemon=True)
        asker.start()
        samples = _sampled(found, minutes)
        ending.set()
        asker.join()
        missing = sum(watcher.missing for watcher in watchers)
        frames = sum(len(watcher.ages) for watcher in watchers)
    total = {moment: sum(by_role.values()) for moment, by_role in samples.items()}
    figures = [Figure("resident memory of all processes, slope", _slope(total), "MB a minute", most=SLOPE)]
    for role in sorted(next(iter(samples.values()))):
        of_role = {moment: by_role.get(role, 0.0) for moment, by_role in samples.items()}
        figures.append(Figure(f"… of {role}, slope", _slope(of_role), "MB a minute"))
        figures.append(Figure(f"… of {role}, at the end", list(of_role.values())[-1], "MB"))
    figures.append(Figure(f"frames that {CLIENTS} clients got", frames, "frames"))
    figures.append(Figure("frames missing", missing, "frames", most=0))
    return figures


def _sampled(found: Product, minutes: float) -> dict[float, dict[str, float]]:
    """Megabytes by role at each moment (in minutes)."""
    samples = {}
    begun = time.monotonic()
    while (moment := (time.monotonic() - begun) / 60) < minutes:
        samples[moment] = _resident(found)
        time.sleep(LOOK_SECONDS)
    return samples


def _resident(found: Product) -> dict[str, float]:
    """Memory by role: what each process has for itself (the database's shared pages belong to nobody)."""
    top = psutil.Process(found.process.pid)
    sums: dict[str, float] = {"supervisor": top.memory_info().rss / MEGABYTE}
    for child in top.children():
        with suppress(psutil.Error):
            role = child.cmdline()[-1]
            family = [child, *child.children(recursive=True)]
            sums[role] = sum(one.memory_info().rss for one in family) / MEGABYTE
    return sums


def _slope(series: dict[float, float]) -> float:
    """Megabytes a minute after the warm-up, by least squares."""
    late = [(moment, value) for moment, value in series.items() if moment >= WARM_MINUTES]
    moments, values = zip(*(late or series.items()), strict=True)
    return float(np.polyfit(moments, values, 1)[0])


def _ask(found: Product, ending: threading.Event) -> None:
    """Look at pages and answers, two a second."""
    number = 0
    while not ending.wait(0.5):
        with suppress(OSError, ValueError):
            found.ask(PATHS[number % len(PATHS)])
        number += 1


if __name__ == "__main__":
    lines = soak(float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES)
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.exit(0 if all(line.holds for line in lines) else 1)
