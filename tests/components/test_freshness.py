"""What the pill says of the figures: simulated, fed, of a report, or a mixture."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from components.freshness import as_of, freshness, freshness_pill
from tests.components import samples
from tests.components.reading import looks, words

if TYPE_CHECKING:
    from services.answers import LivePnl

NOW = samples.NOW + timedelta(seconds=2)
MARCH = datetime(2026, 3, 4, 2, 0, 2, tzinfo=UTC)


def _demo(name: str = "Momentum") -> LivePnl:
    return samples.pnl(replace(samples.account(name), is_demo=True))


def _reported(name: str = "Mine", time: datetime = MARCH) -> LivePnl:
    made = samples.pnl(samples.account(name))
    return replace(made, state=replace(made.state, time=time, source="report.xlsx"), stale=True)


@pytest.mark.parametrize(
    ("selected", "said"),
    [
        ([_demo()], ("Simulated", "2 s")),
        ([_demo(), _demo("Grid")], ("Simulated", "2 s")),
        ([_reported()], ("Report", "4 Mar 2026")),
        ([_reported(), _reported("Other", MARCH + timedelta(days=2))], ("Reports to", "6 Mar 2026")),
        ([_demo(), _reported()], ("Mixed", "newest 2 s")),
        ([samples.pnl(samples.account())], ("Updated", "2 s")),
        ([], ("No figures yet", "")),
    ],
)
def test_the_pill_speaks_of_what_is_selected(selected: list[LivePnl], said: tuple[str, str]) -> None:
    found = freshness(selected, "NY+7", NOW)
    assert (found.word, found.age) == said


def test_a_report_is_not_called_fresh_and_is_explained_in_full() -> None:
    shown = freshness_pill([_reported()], "NY+7", NOW)
    assert looks(shown) >= {"pill", "neutral"}
    assert "as of 4 Mar 2026 04:00:02 New York + 7 h (2026-03-04T02:00:02+00:00), from report.xlsx" in words(
        shown
    )
    assert "ok" in looks(freshness_pill([_demo()], "UTC", NOW))
    assert "neutral" in looks(freshness_pill([_demo()], "UTC", NOW + timedelta(minutes=5)))


def test_many_accounts_do_not_flood_the_explanation() -> None:
    many = [_reported(f"Account {number}") for number in range(12)]
    assert freshness(many, "UTC", NOW).meaning.endswith("And 4 more.")


def test_positions_of_a_report_are_looked_at_when_it_ends() -> None:
    assert as_of(_reported(), NOW) == MARCH
    assert as_of(_demo(), NOW) == NOW
