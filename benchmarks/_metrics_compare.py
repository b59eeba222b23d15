"""Five hundred accounts of two thousand trades compared and drawn: by a new process, and again."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import text

from benchmarks._figure import Figure
from benchmarks._metrics_ledger import add_ledgers, empty_services
from services.calc.period import Period
from services.comparison.field import Field
from services.comparison.ranking import ranking
from services.comparison.weights import Weights
from services.container import Services
from services.heatmaps import COMPARED, Dimension

if TYPE_CHECKING:
    from collections.abc import Callable

ACCOUNTS, TRADES, DAYS = 500, 2_000, 2_520
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
EVERYTHING = Period(None, datetime(2026, 6, 1, tzinfo=UTC))
_SUM = text("SELECT sum(net_profit) FROM trade_performance")


def compare() -> list[Figure]:
    """The figures: wall seconds of the use cases, and the processor's of the first comparison."""
    with empty_services() as services:
        add_ledgers(services.database, ACCOUNTS, TRADES)
        services.ledger_keeping.fill()
        for _ in range(2):  # what stood still from one run to the next is kept
            services.comparison_keeping.fill(NOW)
        kept, began = Services(services.settings, services.database, None), time.process_time()
        whole = Period.parse("all", zone="UTC", now=NOW)
        found = _wall(lambda: kept.comparing.compare((), whole))
        worked = time.process_time() - began
        started = Services(services.settings, services.database, None)
        with started.database.read() as connection:
            floor = _wall(lambda: connection.execute(_SUM).all())
        arithmetic = _wall(lambda: ranking(_field(), Weights.parse("")))
        began = time.process_time()
        first = _wall(lambda: started.comparing.compare((), EVERYTHING))
        spent = time.process_time() - began
        again = _wall(lambda: started.comparing.compare((), EVERYTHING))
        map_ = _wall(lambda: started.heatmaps.matrix(Dimension.HOUR_WEEKDAY, "net_profit", (), EVERYTHING))
        table = _wall(lambda: started.heatmaps.accounts(COMPARED, (), EVERYTHING))
    return [
        Figure("500 accounts compared by a process that has just started, kept", found, "s", most=1.0),
        Figure("of which its processor worked", worked, "s"),
        Figure("of days nobody asked for before, by a process that has just started", first, "s"),
        Figure("of which its processor worked", spent, "s"),
        Figure("compared again", again, "s", most=0.3),
        Figure("heatmap by hour and weekday", map_, "s", most=0.3),
        Figure("nine metrics by account, for the first time", table, "s", most=0.3),
        Figure("floor: select sum(net_profit)", floor, "s"),
        Figure("floor: ranking of 500 accounts by 2,520 days, 500 draws", arithmetic, "s"),
    ]


def _wall(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _field() -> Field[int]:
    """Days of made-up accounts, ready to be ranked."""
    chance = np.random.default_rng(7)
    shape = (DAYS, ACCOUNTS)
    return Field(
        tuple(range(ACCOUNTS)),
        np.datetime64("2016-01-04") + np.arange(DAYS),
        chance.normal(4e-4, 0.01, shape),
        chance.random(shape),
        chance.random(shape),
        np.full(ACCOUNTS, float(TRADES)),
        252,
        {},
    )
