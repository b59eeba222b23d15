"""A hundred SIGKILLs during ingest: nothing is lost, nothing is there twice, the sum is exact."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import tempfile
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks._figure import Figure
from services.account_opening import Origin
from services.container import build
from services.model import Deal, DealEntry, DealType, MarginMode, TradeMode
from services.settings import load
from services.statement import StatedAccount, StatedDeal, Statement, StatementKind
from services.storage.migrate import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.container import Services

KILLS = 100
TRADES = 3_000
STEP = 30  # deals an import adds
START = datetime(2026, 1, 5, tzinfo=UTC)


def lines(kills: int = KILLS) -> list[Figure]:
    """The kills and what was left wrong after them."""
    if not hasattr(signal, "SIGKILL"):
        return []
    with tempfile.TemporaryDirectory(prefix="performance-tracker-bench-") as folder:
        Path(folder).chmod(0o755)
        data = str(Path(folder) / "data")
        services = build(load({"DATA_DIR": data}))
        try:
            migrate(services.database)
            wrong = _kill(services, data, kills)
            lost, doubled, gap = _finish(services)
        finally:
            services.close()
    return [
        Figure(
            f"{kills} SIGKILLs during ingest: states between that do not add up", wrong, "accounts", most=0
        ),
        Figure(f"{kills} SIGKILLs during ingest: deals lost", lost, "deals", most=0),
        Figure(f"{kills} SIGKILLs during ingest: deals doubled", doubled, "deals", most=0),
        Figure(f"{kills} SIGKILLs during ingest: difference of the sum", float(gap), "USD", most=0, least=0),
    ]


def _kill(services: Services, data: str, kills: int) -> int:
    """Kill importing processes at random moments; how often what was stored did not add up."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    chance, wrong, killed = random.Random(5), 0, 0  # noqa: S311 - moments, not secrets
    while killed < kills:
        process = context.Process(target=_import, args=(data, killed))
        process.start()
        time.sleep(chance.uniform(0.05, 0.4))
        if process.is_alive() and process.pid is not None:
            os.kill(process.pid, signal.SIGKILL)
            killed += 1
        process.join()
        assert process.exitcode in (0, -signal.SIGKILL), "an importing process failed by itself"
        wrong += len(services.integrity.verify().issues)
    return wrong


def _import(data: str, turn: int) -> None:
    """Import longer and longer parts of one ledger, begun where the turn says, until somebody kills us."""
    services = build(load({"DATA_DIR": data}))
    whole = _statement(tuple(_deals()))
    first = STEP * (turn + 1)
    for end in range(first, len(whole.deals), STEP):
        part = _statement(tuple(row.deal for row in whole.deals[:end]))
        services.ingest.post([part], Origin(f"{end}.xlsx", f"{end:064d}"), store=True)


def _finish(services: Services) -> tuple[int, int, Decimal]:
    """Import the whole ledger once more; deals lost, deals doubled, and what the sum is off by."""
    deals = tuple(_deals())
    services.ingest.post([_statement(deals)], Origin("all.xlsx", "f" * 64), store=True)
    with services.database.connect() as connection:
        tickets = list(connection.exec_driver_sql("SELECT ticket FROM deals").scalars())
        total = connection.exec_driver_sql(
            "SELECT sum(profit + commission + swap + fee) FROM deals"
        ).scalar_one()
    known = {deal.ticket for deal in deals}
    expected = sum((deal.cash for deal in deals), Decimal(0))
    return len(known - set(tickets)), len(tickets) - len(set(tickets)), Decimal(total) - expected


def _deals() -> Iterator[Deal]:
    zero = Decimal(0)

    def deal(ticket: int, kind: int, **fields: object) -> Deal:
        time_ = START + timedelta(minutes=ticket)
        given = {"volume": zero, "price": zero, "commission": zero, "swap": zero, "profit": zero, "fee": zero}
        return Deal(ticket, time_, time_.replace(tzinfo=None), kind, **given | fields)  # type: ignore[arg-type]

    yield deal(1, DealType.BALANCE, profit=Decimal(10_000))
    for number in range(1, TRADES + 1):
        shared = {
            "position_id": number,
            "symbol": "EURUSD",
            "volume": Decimal("0.5"),
            "price": Decimal("1.1"),
        }
        cost = Decimal("-0.35")
        yield deal(2 * number, DealType.BUY, commission=cost, **shared)
        profit = Decimal(number * 37 % 10_001) / 100 - 50
        exit_ = shared | {"entry": DealEntry.OUT, "profit": profit}
        yield deal(2 * number + 1, DealType.SELL, commission=cost, **exit_)


def _statement(deals: tuple[Deal, ...]) -> Statement:
    balance, rows = Decimal(0), []
    for number, deal in enumerate(deals, start=1):
        balance += deal.cash
        rows.append(StatedDeal(number, deal, balance))
    account = StatedAccount(
        login="1001",
        currency="USD",
        server="Bench",
        company="Bench",
        margin_mode=MarginMode.HEDGING,
        trade_mode=TradeMode.REAL,
    )
    return Statement(
        "mt5_xlsx", StatementKind.MT5_HISTORY, account, tuple(rows), figures={"Balance": str(balance)}
    )
