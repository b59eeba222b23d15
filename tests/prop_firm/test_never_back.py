"""A floor that follows equity never falls back: whatever is booked, read anew or begun anew in between."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.prop_firm.following import Followed
from tests.prop_firm.making import rule_set

TRAILING = rule_set(
    initial_balance=50_000,
    daily_loss={"amount": 2_000, "counted_from": "equity"},
    max_loss={"amount": 2_500, "trail": "trailing"},
)
LOCKED = rule_set(initial_balance=50_000, max_loss={"amount": 2_500, "trail": "trailing", "locks_at": 48_500})
quotes = st.tuples(st.just("quote"), st.integers(-900, 900), st.sampled_from((0.25, 1.0, 40.0, 9_000.0)))
bookings = st.tuples(st.sampled_from(("book", "pay")), st.integers(-3_000, 3_000).filter(bool))
others = st.tuples(st.sampled_from(("snapshot", "flush", "load", "put", "restart")))
happenings = st.lists(st.one_of(quotes, quotes, bookings, others, others), max_size=40)


def happen(followed: Followed, loaded: list[object], what: str, *given_: float) -> None:
    if what == "quote":
        followed.quote(int(given_[0]), given_[1])
    elif what in ("book", "pay"):
        followed.book(int(given_[0]), is_flow=what == "pay")
    elif what == "load":
        loaded[:] = [followed.load()]
    elif what == "put" and loaded:
        followed.put(loaded.pop())  # type: ignore[arg-type] # what load made
    elif what == "restart":
        loaded.clear()
        followed.flush()
        followed.snapshot()
        followed.restart()
    elif what in ("snapshot", "flush"):
        getattr(followed, what)()


@pytest.mark.parametrize("rules", [TRAILING, LOCKED], ids=["trailing", "locked"])
@given(happened=happenings)
def test_the_floor_is_that_of_who_saw_every_quote(rules: object, happened: list[tuple[object, ...]]) -> None:
    followed, loaded = Followed(rules), []  # type: ignore[arg-type,var-annotated] # one of the two above
    highest = followed.floors.whole
    for one in happened:
        happen(followed, loaded, *one)  # type: ignore[arg-type] # as drawn
        assert followed.floors.whole >= highest, "it fell back"
        highest = followed.floors.whole
        peak = followed.oracle.peak() - 2_500
        assert highest == (peak if rules is TRAILING else min(peak, 48_500))
        if rules is TRAILING:
            assert followed.floors.daily_reference == followed.oracle.day_reference(TRAILING)
            assert followed.live.worst["max_loss"] == followed.oracle.worst()
    worst = followed.live.worst
    followed.flush()
    recorded = followed.load()[0]
    assert (recorded.floors.whole, recorded.worst) == (highest, worst), "what is recorded says the same"


def test_a_crash_loses_what_was_not_recorded_and_nothing_else() -> None:
    followed = Followed(TRAILING)
    followed.quote(700, 1)
    followed.flush()
    followed.quote(200, 0.25)
    followed.quote(-600, 0.25)
    followed.restart()
    assert followed.floors.whole == 48_200
