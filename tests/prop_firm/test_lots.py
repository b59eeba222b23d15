"""Lots that are open at once, and days with an entry."""

from __future__ import annotations

from typing import Any

import numpy as np

from services.calc.trade_kernel import TradeArrays
from services.prop_firm.check import Status
from services.prop_firm.history import open_lots
from tests.prop_firm.making import NOTHING, check, held, rule_set, track


def trade(entry: str, exit_: str, volume: float) -> dict[str, Any]:
    return {"entry": np.datetime64(entry, "us"), "exit": np.datetime64(exit_, "us"), "volume": volume}


def arrays(*found: dict[str, Any]) -> TradeArrays:
    ordered = sorted(found, key=lambda item: item["exit"])
    zeros = np.zeros(len(ordered))
    return TradeArrays(
        zeros,
        zeros.astype(bool),
        np.array([item["volume"] for item in ordered]),
        zeros,
        zeros,
        zeros,
        np.array([item["entry"] for item in ordered], dtype="datetime64[us]"),
        np.array([item["exit"] for item in ordered], dtype="datetime64[us]"),
    )


def test_lots_are_those_open_at_once() -> None:
    rules = rule_set(max_lots=5)
    touching = arrays(
        trade("2026-01-05T10:00", "2026-01-05T11:00", 5), trade("2026-01-05T11:00", "2026-01-05T12:00", 5)
    )
    found = track(("2026-01-05T12:00", 200_000, 200_000))
    assert check(held(rules, found, touching), "max_lots").status is Status.FINE
    apart = arrays(
        trade("2026-01-05T10:00", "2026-01-05T11:00", 5), trade("2026-01-05T10:59", "2026-01-05T12:00", 0.1)
    )
    beyond = check(held(rules, found, apart), "max_lots")
    assert beyond.status is Status.BREACHED
    assert beyond.evidence is not None
    assert beyond.evidence.value == 5.1
    _, lots = open_lots(NOTHING, np.array(["2026-01-05"], dtype="M8[us]"), np.array([2.0]))
    assert lots.max() == 2


def test_days_with_an_entry_are_counted_on_the_clock_of_the_rules() -> None:
    rules = rule_set(minimum_days={"count": 2})
    late = arrays(
        trade("2026-01-05T22:30", "2026-01-05T22:40", 1), trade("2026-01-05T23:30", "2026-01-05T23:40", 1)
    )
    found = track(("2026-01-06T12:00", 200_000, 200_000))
    assert check(held(rules, found, late), "minimum_days").status is Status.REACHED
