"""The stream while others work: frames of a quiet product beside those during an export and a backup."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from benchmarks._figure import Figure
from benchmarks._live_product import Watcher, product
from services.account_opening import Origin
from services.container import build
from services.model import Deal, DealEntry, DealType, MarginMode
from services.settings import load
from services.statement import StatedAccount, StatedDeal, Statement, StatementKind
from services.upgrading import upgrade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from subprocess import Popen

    from benchmarks._live_product import Product

TRADES = 100_000
QUIET_SECONDS = 12.0
ROUNDS = 10
NAME = "Long history"
FIRST = datetime(2020, 1, 6, tzinfo=UTC)


def load_figures() -> list[Figure]:
    """The 99th percentile of a frame's age while an export and a backup run, against the quiet one."""
    return figures_beside(lambda found, _: _work(found), "100,000 rows are exported and a backup runs")


def figures_beside(
    work: Callable[[Product, int], object],
    what: str,
    rounds: int = ROUNDS,
    quiet_seconds: float = QUIET_SECONDS,
) -> list[Figure]:
    """The same while *work* goes on, which is given the product and the number of the round."""
    with product(fill) as found, Watcher(found.url) as watcher:
        time.sleep(5)
        quiet, loaded = [], []
        for number in range(rounds):
            watcher.take()
            time.sleep(quiet_seconds)
            quiet.append(watcher.take())
            work(found, number)
            loaded.append(watcher.take())
        missing, doubled = watcher.missing, watcher.doubled
    calm, busy = np.concatenate(quiet), np.concatenate(loaded)
    before, during = (float(np.percentile(ages, 99)) for ages in (calm, busy))
    return [
        Figure("frame at a client, quiet, p99", before, "ms"),
        Figure(f"… while {what}, p99", during, "ms"),
        Figure("… the same, median", float(np.median(busy)), "ms"),
        Figure("… loaded p99 / quiet p99", during / before, "×", most=1.5),
        Figure("frames measured, fewer of the two", min(calm.size, busy.size), "frames", least=300),
        Figure("frames missing at the client", missing, "frames", most=0),
        Figure("frames doubled at the client", doubled, "frames", most=0),
    ]


def _work(found: Product) -> None:
    """One export beside one backup, each in a process of its own, until both are done."""
    target = found.data_dir / "export.csv"
    export = found.command("export", "--accounts", NAME, "--format", "csv", "-o", str(target))
    while (backup := _ended(found.command("backup", "--type", "full"))) and "Another backup" in backup:
        time.sleep(1)  # the product makes its own, which is as good a load
    for errors in (_ended(export), backup):
        if errors:
            raise RuntimeError(errors)


def _ended(process: Popen[str]) -> str:
    """What a command said when it failed; empty when it did not."""
    _, errors = process.communicate()
    return errors if process.returncode else ""


def fill(data_dir: Path) -> None:
    """Give it the demo accounts and one of 100,000 trades."""
    services = build(load({"DATA_DIR": str(data_dir)}))
    try:
        upgrade(services)
        services.demo.create()
        statement = Statement(
            format="bench",
            kind=StatementKind.MT5_HISTORY,
            account=StatedAccount("1", "USD", server="Bench", margin_mode=MarginMode.HEDGING),
            deals=tuple(StatedDeal(row, deal) for row, deal in enumerate(_deals())),
        )
        origin = Origin("bench", "b" * 64, NAME, server_zone="UTC")
        services.ingest.post([statement], origin, store=True)
    finally:
        services.close()


def _deals() -> Iterator[Deal]:
    yield Deal(1, FIRST, FIRST.replace(tzinfo=None), DealType.BALANCE, profit=Decimal(100_000))
    for number in range(TRADES):
        time = FIRST + timedelta(minutes=30 * number)
        profit = Decimal((number * 37) % 101 - 50)
        for place, entry in enumerate((DealEntry.IN, DealEntry.OUT)):
            moment = time + timedelta(minutes=10 * place)
            yield Deal(
                ticket=2 + 2 * number + place,
                time=moment,
                server_time=moment.replace(tzinfo=None),
                type=DealType.BUY if entry is DealEntry.IN else DealType.SELL,
                entry=entry,
                position_id=2 + 2 * number,
                symbol="EURUSD",
                volume=Decimal("0.10"),
                price=Decimal("1.10000"),
                profit=profit if entry is DealEntry.OUT else Decimal(0),
            )
