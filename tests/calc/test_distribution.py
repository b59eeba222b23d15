"""Normal and Student's t, held to values of tables and to the library they replace."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from services.calc.distribution import incomplete_beta, normal_cdf, normal_quantile, t_two_sided

PEERS = Path(__file__).parents[1] / "metrics" / "peers.json"


@pytest.mark.parametrize(
    ("t", "freedom", "chance"),
    [(12.706204736, 1, 0.05), (4.302652730, 2, 0.05), (2.228138852, 10, 0.05), (1.979930405, 120, 0.05)],
)
def test_student_is_that_of_the_tables(t: float, freedom: float, chance: float) -> None:
    found = t_two_sided(np.array([t, -t]), np.array([freedom, freedom]))
    assert found == pytest.approx([chance, chance], rel=1e-7)


def test_student_and_normal_are_those_of_scipy() -> None:
    values = json.loads(PEERS.read_text(encoding="utf-8"))["scipy"]
    assert t_two_sided(np.array([2.5]), np.array([7.0]))[0] == pytest.approx(
        values["t_two_sided_2_5_of_7"], rel=1e-12
    )
    assert normal_quantile(np.array([0.99]))[0] == pytest.approx(values["normal_quantile_99"], rel=1e-12)


def test_student_is_undefined_without_freedom() -> None:
    assert np.isnan(t_two_sided(np.array([1.0, np.nan]), np.array([0.0, 5.0]))).all()


def test_quantile_undoes_probability_and_is_undefined_at_its_ends() -> None:
    chances = np.array([0.001, 0.2, 0.5, 0.9, 0.999])
    assert normal_cdf(normal_quantile(chances)) == pytest.approx(chances, rel=1e-12)
    assert np.isnan(normal_quantile(np.array([0.0, 1.0, np.nan]))).all()


def test_the_incomplete_beta_function_is_symmetric() -> None:
    for a, b, x in ((0.5, 0.5, 0.3), (10.0, 2.0, 0.9), (3.0, 400.0, 0.01)):
        assert incomplete_beta(a, b, x) == pytest.approx(1 - incomplete_beta(b, a, 1 - x), rel=1e-12)
    assert incomplete_beta(2.0, 3.0, 0.0) == 0
    assert incomplete_beta(2.0, 3.0, 1.0) == 1
