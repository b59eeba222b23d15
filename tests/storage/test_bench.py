"""The benchmark of the series, small: it runs, and what must be exact is."""

from __future__ import annotations

import pytest

from benchmarks._storage_series import lines


@pytest.mark.slow
def test_the_benchmark_runs_and_the_drawdown_is_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TIMESCALE_TEST_URL", raising=False)
    found = {figure.name: figure for figure in lines(accounts=2, days=10)}
    assert found["max drawdown of a year: largest difference to every point"].holds
    assert found["snapshots written"].value > 0
    assert sum(figure.least is not None for figure in found.values()) == 4
