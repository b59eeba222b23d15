"""Rule sets held against records, anew only when one of them changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.period import as_datetime64
from services.kept import Newest
from services.prop_firm.evaluation import Evaluation, evaluate
from services.prop_firm.history import History

if TYPE_CHECKING:
    from services.calc.record import TrackRecord
    from services.prop_firm.rules import RuleSet

KEPT = 200  # evaluations
Held = tuple[History, Evaluation]


class Holding:
    """Keeps the newest evaluation of each account and set."""

    def __init__(self) -> None:
        self._held: Newest[Held] = Newest(KEPT)

    def of(self, record: TrackRecord, rules: RuleSet) -> Held:
        """The history as the rules see it, and what they say of it."""
        opened = np.array([as_datetime64(one.time) for one in record.positions], dtype="datetime64[us]")
        volumes = np.array([float(one.volume) for one in record.positions], dtype=np.float64)

        def make() -> Held:
            booked = record.ledger.deals.booked(record.track.opening)
            history = History.of(record.track, booked, rules, record.account.currency_digits)
            return history, evaluate(rules, history, record.ledger.trades.arrays, opened, volumes)

        key = (rules.digest, record.version, tuple(opened.tolist()), tuple(volumes.tolist()))
        return self._held.get((record.account.id, rules.name), key, make)
