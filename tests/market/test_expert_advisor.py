"""The expert advisor writes what the product reads and calls nothing that trades; no compiler is here."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from services.feed_rows import AccountShape, DealShape, PositionShape, Shape, SymbolShape
from services.feed_shapes import BatchShape, QuoteShape, ReportShape, StateShape
from services.settings import PROJECT
from tests.market.mql5 import pushed

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = (PROJECT / "deploy" / "mt5" / "PerformanceTracker.mq5").read_text(encoding="utf-8")
TRADES = re.compile(
    r"\b(Order(Send|SendAsync|Check|CalcMargin|CalcProfit)|CTrade|MqlTradeRequest|MqlTradeResult|Trade\.mqh"
    r"|Position(Open|Close|Modify)|Buy|Sell|#import)\b"
)
BUILDERS = {
    "AccountJson": AccountShape,
    "StateJson": StateShape,
    "DealJson": DealShape,
    "PositionJson": PositionShape,
    "SymbolJson": SymbolShape,
    "QuoteJson": QuoteShape,
    "ReportJson": ReportShape,
    "BatchJson": BatchShape,
}
KEY = re.compile(r'\b(?:Text|Whole|Amount|Measure|Stated|Moment|Member)\("(\w+)"')


def _body(name: str) -> str:
    found = re.search(rf"^string {name}\([^)]*\).*?^  }}$", SOURCE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[0]


@pytest.mark.parametrize(("builder", "shape"), BUILDERS.items())
def test_every_key_it_writes_is_read_and_every_key_that_is_needed_is_written(
    builder: str, shape: type[Shape]
) -> None:
    written = KEY.findall(_body(builder))
    assert len(set(written)) == len(written)
    assert set(written) <= set(shape.model_fields)
    assert {name for name, field in shape.model_fields.items() if field.is_required()} <= set(written)


def test_no_key_is_written_elsewhere() -> None:
    rest = SOURCE
    for name in BUILDERS:
        rest = rest.replace(_body(name), "")
    assert KEY.findall(rest) == []


def test_it_calls_nothing_that_trades() -> None:
    assert TRADES.findall(SOURCE) == []


def test_every_bracket_is_closed() -> None:
    text = re.sub(r'"(\\.|[^"\\])*"|//.*|\'(\\.|[^\'\\])\'', "", SOURCE)
    for opened, closed in ("()", "[]", "{}"):
        assert text.count(opened) == text.count(closed)


def test_what_it_pushes_is_read(tmp_path: Path) -> None:
    compiler = shutil.which("g++") or shutil.which("clang++")
    if compiler is None:
        pytest.skip("no C++ compiler to try the expert advisor with")
    batches = pushed(SOURCE, tmp_path, compiler)
    reports = [batch.reports[0] for batch in batches]
    assert [len(report.deals) for report in reports] == [0, 1000, 1000, 300, 0, 0, 1000, 1000, 301, 0]
    known = {deal.ticket: deal for report in reports for deal in report.deals}
    assert len(known) == 2301
    assert known[9999].cash == Decimal(5)
    assert known[9999].server_time - known[9999].time.replace(tzinfo=None) == timedelta(hours=2)
    assert known[101].comment == 'a"b"'
    assert [report.positions is None for report in reports[:4]] == [True, True, True, False]
    last = reports[-1]
    assert last.stated is not None
    assert (last.stated.balance, last.server_offset, last.account.login) == (Decimal("5.00"), 120, "1001")
    assert last.account.server == 'Srv "1"'
    told = {symbol.name for report in reports for symbol in report.symbols}
    assert told == {"EURUSD", "EURGBP", "GBPUSD"}
    assert {quote.symbol for quote in batches[-1].quotes} == {"EURGBP", "GBPUSD"}


def test_its_version_is_the_one_that_is_read() -> None:
    assert re.search(r"VERSION\s+= 1;", SOURCE) is not None
    assert '"/api/v1/ingest/batch"' in SOURCE
