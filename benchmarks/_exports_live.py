"""The stream while files are made: asked for over HTTP, made by the jobs, as a person would."""

from __future__ import annotations

import json
import urllib.request
from datetime import timedelta
from typing import TYPE_CHECKING

from benchmarks._live_load import FIRST, NAME, figures_beside
from benchmarks._live_product import wait_for

if TYPE_CHECKING:
    from benchmarks._figure import Figure
    from benchmarks._live_product import Product

FORMATS = ("csv", "json", "xlsx")
ROUNDS, QUIET_SECONDS = 14, 9.0
SECONDS = 300.0
EXPORT = "/api/v1/performance/export"


def live() -> list[Figure]:
    """The 99th percentile of a frame's age while the jobs write 100,000 rows, and quiet."""
    return figures_beside(_work, "100,000 rows are written as CSV, JSON and Excel", ROUNDS, QUIET_SECONDS)


def _work(found: Product, number: int) -> None:
    """Ask for a file in each format, of a period that was not asked for yet, and wait for all of them."""
    account = next(
        one for one in found.ask("/api/v1/performance/accounts")["data"] if one["account_name"] == NAME
    )
    wanted: dict[str, object] = {
        "account_ids": [account["account_id"]],
        "start_date": (FIRST - timedelta(days=1 + number)).isoformat(),
        "report_type": "trades",
    }
    asked = [_asked(found, wanted | {"export_format": kind}) for kind in FORMATS]
    for export in asked:
        wait_for(lambda export=export: _is_ready(found, export), SECONDS)  # type: ignore[misc] # bound on purpose


def _asked(found: Product, body: dict[str, object]) -> str:
    request = urllib.request.Request(  # noqa: S310 - our own
        f"{found.url}{EXPORT}",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310 - the same
        return str(json.loads(response.read())["export_id"])


def _is_ready(found: Product, export: str) -> bool:
    state = found.ask(f"{EXPORT}/{export}")
    if state["status"] == "failed":
        raise RuntimeError(state["error"])
    return bool(state["status"] == "ready")
