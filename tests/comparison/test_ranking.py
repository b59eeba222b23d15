"""Scores and places: what they reward, what they ignore, and how sure they are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.comparison.field import Entrant, field_of
from services.comparison.ranking import drawn_days, places, ranking
from services.comparison.weights import COMPONENTS, Weights
from services.errors import InvalidInputError
from tests.comparison.fields import entrant, field

RANDOM = np.random.default_rng(7)
NOISE = RANDOM.normal(0, 0.01, (250, 6))


def test_the_better_one_of_two_is_first_on_every_component_of_its_returns() -> None:
    found = ranking(field(good=NOISE[:, 0] + 0.002, poor=NOISE[:, 0] - 0.002), Weights())
    assert [one.key for one in found] == ["good", "poor"]
    good, poor = found
    for name in ("returns", "risk_adjusted", "consistency", "efficiency"):
        assert good.components[name] > poor.components[name]
    assert good.components["activity"] == poor.components["activity"]
    assert (good.percentile, poor.percentile) == (100.0, 0.0)


@given(st.lists(st.floats(-0.2, 0.2), min_size=1, max_size=60), st.integers(1, 5))
def test_every_score_and_component_lies_between_0_and_100(returns: list[float], many: int) -> None:
    found = ranking(
        field(**{f"a{n}": np.array(returns) * (n + 1) / many for n in range(many)}), Weights(), draws=20
    )
    for one in found:
        assert set(one.components) == set(COMPONENTS)
        assert all(0 <= part <= 100 for part in (one.score, *one.components.values()))
        assert 1 <= one.rank_low <= one.rank <= one.rank_high <= one.of == many
        assert one.score_low <= one.score <= one.score_high


def test_money_counts_for_nothing() -> None:
    one = entrant("a", NOISE[:, 0])
    rich = Entrant("a", one.days, one.trade_day, one.trade_net * 1_000)
    assert ranking(field_of([one]), Weights()) == ranking(field_of([rich]), Weights())


def test_an_account_that_never_moved_is_neutral() -> None:
    (still,) = ranking(field(still=np.zeros(100)), Weights())
    assert still.components["returns"] == still.components["risk_adjusted"] == 50.0
    assert still.components["efficiency"] == 50.0


def test_a_few_days_say_little() -> None:
    short, long = (ranking(field(a=NOISE[:days, 2] / 10 + 0.002), Weights())[0] for days in (5, 250))
    assert abs(short.components["risk_adjusted"] - 50) < 5
    assert long.components["risk_adjusted"] > 85


def test_weights_decide_and_their_shares_are_what_was_asked_for() -> None:
    calm, wild = NOISE[:, 0] * 0.02 + 0.0004, NOISE[:, 1] * 2 + 0.006
    found = field(calm=calm, wild=wild)
    assert ranking(found, Weights.parse("returns=1,risk_adjusted=0,consistency=0,efficiency=0,activity=0"))[
        0
    ].key == ("wild")
    assert ranking(found, Weights(0, 1, 0, 0, 0))[0].key == "calm"
    assert sum(Weights().share(name) for name in COMPONENTS) == pytest.approx(1)
    (one,) = ranking(field(calm=calm), Weights())
    assert one.score == pytest.approx(
        sum(Weights().share(name) * one.components[name] for name in COMPONENTS)
    )


@pytest.mark.parametrize("text", ["return=1", "returns=x", "returns=-1", "returns=inf", "returns"])
def test_weights_that_mean_nothing_are_refused(text: str) -> None:
    with pytest.raises(InvalidInputError, match="is no weight"):
        Weights.parse(text)


def test_weights_of_nothing_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="above 0"):
        Weights.parse(",".join(f"{name}=0" for name in COMPONENTS))


def test_equal_accounts_share_the_better_place() -> None:
    found = ranking(field(a=NOISE[:, 0], b=NOISE[:, 0], c=NOISE[:, 0] - 0.01), Weights())
    assert [one.rank for one in found] == [1, 1, 3]
    assert places(np.array([[1.0, 3.0, 3.0, 2.0]])).tolist() == [[4, 1, 1, 3]]


def test_accounts_without_skill_rank_at_random() -> None:
    """Each of six equal accounts is equally often on each place (chi-square with 25 degrees of freedom)."""
    random = np.random.default_rng(11)
    times = np.zeros((6, 6))
    for _ in range(600):
        returns = random.normal(0, 0.01, (120, 6))
        names = {f"a{column}": returns[:, column] for column in range(6)}
        for one in ranking(field(**names), Weights(), draws=2):
            times[int(one.key[1]), one.rank - 1] += 1
    chi_square = (np.square(times - 100) / 100).sum()
    assert chi_square < 52.6, "more would come by chance once in a thousand times"


def test_places_of_equals_are_noise_and_that_of_the_best_is_not() -> None:
    names = {f"a{column}": NOISE[:, column] for column in range(5)}
    found = {one.key: one for one in ranking(field(star=NOISE[:, 5] + 0.01, **names), Weights())}
    assert (found["star"].rank_low, found["star"].rank_high) == (1, 1)
    assert not found["star"].is_noise
    assert any(found[name].is_noise for name in names)
    assert np.mean([found[name].rank_high - found[name].rank_low for name in names]) >= 2


def test_draws_are_the_same_each_time_and_take_as_many_days_as_there_are() -> None:
    counts = drawn_days(90, 50)
    assert (counts.sum(axis=1) == 90).all()
    assert (counts == drawn_days(90, 50)).all()
    assert counts.mean(axis=0) == pytest.approx(1, abs=0.6)
    assert drawn_days(0, 3).shape == (3, 0)
