"""An account that is followed live: quotes, bookings, snapshots, reloads, and who remembers every quote."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from services.calc.equity import Booked, Snapshots, track_of
from services.calc.period import as_datetime64
from services.live.account import LiveAccount, Realized
from services.live.engine import Engine, minor
from services.live.rules_watch import RulesWatch
from services.prop_firm.evaluation import evaluate
from services.prop_firm.history import History, trading_day
from services.prop_firm.live import LiveRules, live_rules
from services.prop_firm.standing import Standing
from tests.metrics.test_every_metric import ACCOUNT
from tests.prop_firm.making import NO_TIMES, NO_VOLUMES, NOTHING

if TYPE_CHECKING:
    from services.prop_firm.floors import Floors
    from services.prop_firm.rules import RuleSet

BEGAN = datetime(2026, 3, 28, 20, tzinfo=UTC)


class Oracle:
    """Remembers every equity that was ever seen, counted from the initial balance."""

    def __init__(self, initial: float) -> None:
        self.seen = [(BEGAN, initial)]

    def peak(self) -> float:
        return max(equity for _, equity in self.seen)

    def worst(self) -> float:
        """The deepest fall from a peak."""
        peak, found = self.seen[0][1], 0.0
        for _, equity in self.seen:
            peak = max(peak, equity)
            found = max(found, peak - equity)
        return found

    def day_reference(self, rules: RuleSet) -> float:
        days = [trading_day(time, rules.reset) for time, _ in self.seen]
        before = [equity for (_, equity), day in zip(self.seen, days, strict=True) if day < days[-1]]
        return before[-1] if before else float(rules.initial_balance)


class Followed:
    """What the database holds, what the engine knows of it, and the watch, each told one thing at a time."""

    def __init__(self, rules: RuleSet, paid_in: int = 50_000) -> None:
        self.rules, self.now = rules, BEGAN
        self.account = replace(ACCOUNT, ledger_version=1)
        self.deals = [(BEGAN, paid_in, paid_in)]
        self.rows = {BEGAN: (float(paid_in), float(paid_in))}
        self.recorded = self.floating = self.engine_version = 0
        self.oracle = Oracle(float(rules.initial_balance))
        self.booked_balance = self.flows = paid_in
        self.restart()

    @property
    def live(self) -> LiveRules:
        ((held,),) = self.watch._held.values()
        return held

    @property
    def floors(self) -> Floors:
        return self.live.floors

    def history(self) -> History:
        columns = [
            np.array(column, dtype=float) for column in zip(*(row[1:] for row in self.deals), strict=True)
        ]
        times = np.array([as_datetime64(deal[0]) for deal in self.deals])
        booked = Booked(0.0, times, np.cumsum(columns[0]), columns[1])
        known = sorted(self.rows.items())
        values = np.array([row for _, row in known], dtype=float).reshape(-1, 2)
        taken = np.array([as_datetime64(time) for time, _ in known], dtype="datetime64[us]")
        track = track_of(booked, 0.0, Snapshots(taken, values[:, 0], values[:, 1]))
        return History.of(track, booked, self.rules, 2)

    def load(self) -> tuple[LiveRules, int, int]:
        history, recorded = self.history(), self.recorded
        standing = Standing(
            self.account, evaluate(self.rules, history, NOTHING, NO_TIMES, NO_VOLUMES), history
        )
        flows = sum(flow for _, _, flow in self.deals)
        found = live_rules(standing, float(self.rules.initial_balance) - flows)
        assert found is not None
        found.recorded = recorded
        return found, sum(moved for _, moved, _ in self.deals), flows

    def put(self, loaded: tuple[LiveRules, int, int]) -> None:
        """The engine takes what was read, unless it knows of a later booking."""
        rules, balance, flows = loaded
        if rules.ledger_version < self.engine_version:
            return
        self.floating -= (balance - flows) - (self.booked_balance - self.flows)  # it was closed
        self.booked_balance, self.flows = balance, flows
        self.engine_version = rules.ledger_version
        account = replace(self.account, ledger_version=rules.ledger_version)
        money = Decimal(balance)
        self.engine.put(LiveAccount(account, money, Decimal(0), Realized(), money, (), {}, is_fed=True))
        self.engine.values[account.id]["stale"] = 0
        self.watch.put(account.id, (rules,))
        self.now += timedelta(seconds=0.25)
        self.look()

    def look(self) -> None:
        self.engine.values[self.account.id]["unrealized_pnl"] = minor(Decimal(self.floating), 2)
        self.watch.look(self.now)
        made = self.booked_balance + self.floating - self.flows
        self.oracle.seen.append((self.now, float(self.rules.initial_balance) + made))

    def quote(self, move: int, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.floating += move
        self.look()

    def book(self, amount: int, *, is_flow: bool = False) -> None:
        """A deal; no balance comes twice, for then it would not tell what it knows of."""
        balances = set(accumulate((moved for _, moved, _ in self.deals), initial=0))
        while sum(moved for _, moved, _ in self.deals) + amount in balances:
            amount += 1
        self.deals.append((self.now, amount, amount if is_flow else 0))
        self.account = replace(self.account, ledger_version=self.account.ledger_version + 1)

    def snapshot(self) -> None:
        self.rows.setdefault(self.now, (self.booked_balance, self.booked_balance + self.floating))

    def flush(self) -> None:
        marks = self.watch.marks.waiting
        for mark in marks:
            self.rows.setdefault(mark.state.time, (float(mark.state.balance), float(mark.state.equity)))
            self.recorded = mark.number
        self.watch.marks.recorded(marks)

    def restart(self) -> None:
        """A new process: it knows what is recorded, and the state that is stored each second."""
        self.engine = Engine(lambda _base, _quote: None, stale_seconds=30)
        self.watch = RulesWatch(self.engine)
        self.recorded = self.engine_version = 0
        self.put(self.load())
