"""A fixed ledger makes the statement of the golden files, letter by letter."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from services.account_opening import Origin
from services.calc.period import Period
from tests.making import START, flow, make_statement, round_trip

if TYPE_CHECKING:
    from services.container import Services

GOLDEN = Path(__file__).parent / "golden"
PERIOD = Period(datetime(2026, 1, 6, tzinfo=UTC), datetime(2026, 1, 9, tzinfo=UTC), "2026-01-06..2026-01-08")


def made(services: Services, format_name: str) -> str:
    """The statement of the fixed ledger, without what differs from run to run."""
    deals = [flow(1, 10_000)]
    for day, profit in enumerate((5.5, -2.25, 40, -7)):
        closed = START + timedelta(days=day, hours=5)
        opened = closed - timedelta(hours=1)
        deals += round_trip(10 + 2 * day, profit, commission=-0.35, opened=opened, closed=closed)
    deals.append(flow(50, -500.10, time=START + timedelta(days=2, hours=9), comment="=1+1"))
    deals.sort(key=lambda deal: deal.time)
    origin = Origin("x", "0" * 64, server_zone="UTC")
    (posted,) = services.ingest.post([make_statement(deals)], origin, store=True)
    request = services.reporting.request([posted.account.id], PERIOD)
    content = services.reporting.file("statement", request, format_name).content.decode("utf-8-sig")
    if format_name == "json":
        told = json.loads(content)
        return json.dumps(told["parts"], indent=1, ensure_ascii=False) + "\n"
    lines = content.splitlines()
    return "\n".join(line for line in lines if not line.startswith(("Version", "Generated at"))) + "\n"


@pytest.mark.parametrize("format_name", ["csv", "json"])
def test_a_fixed_ledger_makes_the_golden_file(services: Services, format_name: str) -> None:
    golden = GOLDEN / f"statement.{format_name}"
    assert made(services, format_name) == golden.read_text(encoding="utf-8")
