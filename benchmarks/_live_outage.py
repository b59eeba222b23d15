"""How long it takes until somebody else leads, and until all is well after the database was away."""

from __future__ import annotations

import signal
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import psutil

from benchmarks._figure import Figure
from benchmarks._live_product import Product, product, wait_for
from services.container import build
from services.settings import load

if TYPE_CHECKING:
    from collections.abc import Iterator

AWAY_SECONDS = 10.0
TAKEOVER_SECONDS = 5.0
MOMENT = timedelta(seconds=0.2)  # what the killed one may have had under way


def outage() -> list[Figure]:
    """Takeover after the leader was killed, and recovery after ten seconds without the database."""
    with product() as found:
        services = build(load({"DATA_DIR": str(found.data_dir)}))
        try:
            second = found.command("run", "--role", "worker", "--no-demo")
            wait_for(lambda: len(psutil.Process(second.pid).children()) == 2)
            time.sleep(5)
            with _suspended(found):
                _part(found, "live").kill()
                killed = datetime.now(UTC)
                taken = wait_for(lambda: (services.performance.last_update() or killed) > killed + MOMENT)
                second.terminate()
                second.wait()
            wait_for(lambda: _is_well(found))
        finally:
            services.close()
        return [
            Figure(
                "states written by another process after the leader was killed",
                taken,
                "s",
                most=TAKEOVER_SECONDS,
            ),
            *_recovery(found),
        ]


def _recovery(found: Product) -> list[Figure]:
    """The embedded server stopped as a whole (SIGSTOP) for ten seconds: nobody answers, nobody is refused."""
    postmaster = _postmaster(found)
    family = [postmaster, *postmaster.children()]
    parts = sorted(child.pid for child in psutil.Process(found.process.pid).children())
    for one in family:
        with suppress(psutil.Error):
            one.send_signal(signal.SIGSTOP)
    time.sleep(AWAY_SECONDS)
    for one in family:
        with suppress(psutil.Error):
            one.send_signal(signal.SIGCONT)
    well = wait_for(lambda: _is_well(found))
    same = parts == sorted(child.pid for child in psutil.Process(found.process.pid).children())
    return [
        Figure("all is well after the database was away for 10 s", well, "s", most=10.0),
        Figure("processes started again meanwhile", 0 if same else 1, "processes", most=0),
    ]


def _is_well(found: Product) -> bool:
    services = found.ask("/health")["services"]
    return bool(services["database"] == "ok" and services["market_data"] == "ok")


def _part(found: Product, role: str) -> psutil.Process:
    children = psutil.Process(found.process.pid).children()
    return next(child for child in children if child.cmdline()[-1:] == [role])


def _postmaster(found: Product) -> psutil.Process:
    (path,) = found.data_dir.glob("postgres/*/postmaster.pid")
    return psutil.Process(int(path.read_text(encoding="ascii").splitlines()[0]))


@contextmanager
def _suspended(found: Product) -> Iterator[None]:
    """The supervisor stands still, so that it starts nothing again."""
    supervisor = psutil.Process(found.process.pid)
    supervisor.suspend()
    try:
        yield
    finally:
        supervisor.resume()
