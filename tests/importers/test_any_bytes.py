"""Whatever the bytes, a file is read or refused in one sentence; nothing else happens."""

from __future__ import annotations

from contextlib import suppress
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.statement_files import (
    made_up_ledger,
    mt4_statement_html,
    mt5_history_html,
    mt5_history_xlsx,
    mt5_tester_html,
)
from services.errors import UnreadableFileError
from services.importers import Limits, SourceFile, formats, read_statements
from services.importers._grid import decode
from services.importers._guard import refuse_at_sight
from services.importers._worker import read_grid
from tests.importers.test_executions import LINES, csv
from tests.importers.test_mt4 import DETAILS, FIGURES, HEADER, ROWS
from tests.importers.test_mt5_tester import SETTINGS, small

LIMITS = Limits(rows=5_000)


def read_here(content: bytes) -> None:
    """The same steps as `read_statements`, in this process: a thousand files a minute."""
    with suppress(UnreadableFileError):
        refuse_at_sight(content, LIMITS)
        grid = decode(read_grid(content, LIMITS).encode())
        for item in formats():
            if grid.rows and item.container is grid.container:
                with suppress(UnreadableFileError):
                    item.read(grid)
                item.matches(grid)


@cache
def samples() -> tuple[bytes, ...]:
    ledger = made_up_ledger(40, seed=3)
    return (
        mt5_history_html(ledger),
        mt5_history_xlsx(ledger),
        mt5_tester_html(small(), SETTINGS),
        mt4_statement_html(ROWS, FIGURES | DETAILS, HEADER),
        csv(*LINES),
    )


def read_or_refused(content: bytes) -> bool:
    try:
        return bool(read_statements(SourceFile("any", content), limits=LIMITS))
    except UnreadableFileError:
        return False


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_random_bytes(content: bytes) -> None:
    read_here(content)


@given(st.text(alphabet="<>/tdrhablen=\"' \n,;0123456789.:-#", max_size=300))
@settings(max_examples=150, deadline=None)
def test_random_text(text: str) -> None:
    read_here(text.encode())
    read_here(f"<html><body><table>{text}</table></body></html>".encode())


@given(st.integers(0, 4), st.floats(0, 1), st.binary(max_size=12), st.floats(0, 1))
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_files_that_were_cut_or_scratched(which: int, at: float, scratch: bytes, cut: float) -> None:
    content = samples()[which]
    place = int(at * len(content))
    read_here(content[:place] + scratch + content[place + len(scratch) :])
    read_here(content[: int(cut * len(content))])


@given(st.integers(0, 4), st.data())
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_tables_with_exchanged_cells(which: int, data: st.DataObject) -> None:
    grid = read_grid(samples()[which], LIMITS)
    words = [
        *sorted({cell for row in grid.rows for cell in row}),
        "-",
        "2026.99.99 10:00:00",
        "9" * 30,
        "1e99",
        "∞",
    ]
    for _ in range(data.draw(st.integers(1, 6))):
        row = data.draw(st.sampled_from(grid.rows))
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(st.sampled_from(words))
    for item in formats():
        with suppress(UnreadableFileError):
            item.read(grid)


@pytest.mark.parametrize("which", range(5))
def test_every_cut_is_refused_by_the_whole_way(which: int) -> None:
    content = samples()[which]
    assert read_or_refused(content)
    for tenth in (1, 5, 9):
        cut = content[: len(content) * tenth // 10]
        assert not read_or_refused(cut) or which == 4
