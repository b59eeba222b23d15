from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.statement_files import Ledger, made_up_ledger
from services.importers._grid import decode
from services.importers._worker import read_grid

if TYPE_CHECKING:
    from services.importers import Grid, Limits

REAL = Path(__file__).parents[3] / "shared" / "real"

THE_WHOLE_WAY = ("test_any_bytes", "test_child", "test_mt5_real")


@pytest.fixture(autouse=True)
def _reads_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most tests take files apart in their own process, which is the same code and ten times as fast."""
    if not request.module.__name__.endswith(THE_WHOLE_WAY):
        monkeypatch.setattr("services.importers.read_in_child", read_here)


def read_here(content: bytes, limits: Limits) -> Grid:
    return decode(read_grid(content, limits).encode())


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    return made_up_ledger(400, seed=3)


@pytest.fixture
def real() -> Path:
    if not REAL.is_dir():
        pytest.skip("the two real reports are not on this machine")
    return REAL
