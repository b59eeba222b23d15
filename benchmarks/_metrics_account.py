"""The page of an account with a hundred thousand trades: by a process that has just started, and again."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

from benchmarks._figure import Figure
from benchmarks._metrics_ledger import add_ledgers, empty_services

if TYPE_CHECKING:
    from collections.abc import Callable

TRADES, ROUNDS = 100_000, 5


def account() -> list[Figure]:
    """The figures: seconds until the page's layout is made, and the processor's of them."""
    from app import create_app  # noqa: PLC0415 - the roof, for what is asked of a page

    with empty_services() as services:
        (owner,) = add_ledgers(services.database, 1, TRADES)
        services.ledger_keeping.fill()
        server = create_app(services.settings, services).server
        from pages.account import layout  # noqa: PLC0415 - a page is registered with an application

        with server.test_request_context("/"):
            first = _seconds(lambda: layout(account_id=str(owner)))
            again = [_seconds(lambda: layout(account_id=str(owner))) for _ in range(ROUNDS)]
    wall, worked = (statistics.median(found) for found in zip(*again, strict=True))
    return [
        Figure("page of 100,000 trades, first of its process", first[0], "s"),
        Figure("of which its processor worked", first[1], "s"),
        Figure("the same again", wall, "s", most=0.3),
        Figure("of which its processor worked", worked, "s"),
    ]


def _seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the wall and of the processor."""
    began, worked = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - worked
