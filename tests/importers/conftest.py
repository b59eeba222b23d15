from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.statement_files import Ledger, made_up_ledger

REAL = Path(__file__).parents[3] / "shared" / "real"


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    return made_up_ledger(400, seed=3)


@pytest.fixture
def real() -> Path:
    if not REAL.is_dir():
        pytest.skip("the two real reports are not on this machine")
    return REAL
