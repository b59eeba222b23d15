"""Accounts with rules of proprietary trading firms while prices move: headroom told, a breach seen once."""

from __future__ import annotations

from collections import deque
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from services.live.rule_marks import RuleMarks
from services.prop_firm.live_document import live_document
from services.prop_firm.marks import State, carried, has_begun_day, has_risen, worse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from services.live.engine import Engine
    from services.model import Account
    from services.prop_firm.breach import Breach
    from services.prop_firm.live import LiveRules


class Seen(NamedTuple):
    """A breach as it was seen: of whom, and the account's own state at that instant."""

    account: Account
    breach: Breach
    state: State


class RulesWatch:
    """Holds the engine's values against rule sets; those that are stale are held against nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._held: dict[UUID, tuple[LiveRules, ...]] = {}
        self._looked: dict[UUID, tuple[int, int]] = {}
        self._last: dict[UUID, State] = {}
        self._peaks: dict[tuple[UUID, str], State] = {}
        self._told: dict[UUID, dict[str, Any]] = {}
        self.marks = RuleMarks()
        self.unkept: deque[Seen] = deque()

    def put(self, account_id: UUID, held: tuple[LiveRules, ...]) -> list[Breach]:
        """Take the rules of an account as they are now; the breaches that nobody was told of."""
        before = {one.rules.digest: one for one in self._held.get(account_id, ())}
        found = [
            breach
            for rules in held
            for breach in self._follow(account_id, rules, before.get(rules.rules.digest))
        ]
        if held:
            self._held[account_id] = held
        else:
            self.remove(account_id)
        self._looked.pop(account_id, None)
        return found

    def knows_all(self, account_id: UUID) -> bool:
        """Whether an account's floors are those of the ledger and its series, and of nothing else."""
        held = self._held.get(account_id, ())
        return all(self.marks.is_recorded(account_id, rules.recorded) for rules in held)

    def remove(self, account_id: UUID) -> None:
        """Forget an account; what waits to be recorded still does."""
        for known in (self._held, self._looked, self._last, self._told):
            known.pop(account_id, None)
        self._peaks = {key: state for key, state in self._peaks.items() if key[0] != account_id}

    def look(self, now: datetime) -> list[Seen]:
        """Hold what moved against its rules; the breaches that nobody knew of."""
        found = [seen for account_id in tuple(self._held) for seen in self._look(account_id, now)]
        self.unkept.extend(found)
        return found

    def news(self) -> Iterator[tuple[UUID, dict[str, Any]]]:
        """Where the accounts stand that stand elsewhere than they were told to."""
        for account_id, held in self._held.items():
            if account_id not in self._looked:
                continue
            currency = self._engine.accounts[account_id].account.currency
            data = {"currency": currency, "sets": [live_document(rules) for rules in held]}
            if self._told.get(account_id) != data:
                self._told[account_id] = data
                yield account_id, data

    def _follow(self, account_id: UUID, rules: LiveRules, before: LiveRules | None) -> list[Breach]:
        """Let *rules* know what those *before* them saw; the breaches that the ledger showed meanwhile."""
        waiting = {one.breach.rule: one.breach for one in self.unkept if one.account.id == account_id}
        rules.broken = {key: one for key, one in waiting.items() if one.is_of(rules.rules)} | rules.broken
        if before is None:
            return []
        if not self.marks.is_recorded(account_id, rules.recorded):
            rules.floors = carried(rules.floors, before.floors)
            rules.worst = before.worst
        return [breach for rule, breach in rules.broken.items() if rule not in before.broken]

    def _look(self, account_id: UUID, now: datetime) -> Iterator[Seen]:
        account, values = self._engine.accounts.get(account_id), self._engine.values.get(account_id)
        if account is None or values is None or values["stale"] or not account.is_fed:
            return
        balance = values["balance"] or 0
        equity = balance + (values["credit"] or 0) + (values["unrealized_pnl"] or 0)
        held = self._held[account_id]
        is_known = self._looked.get(account_id) == (balance, equity)
        if is_known and all(rules.is_of_day(now) for rules in held):
            return
        self._looked[account_id] = balance, equity
        digits, version = account.account.currency_digits, account.account.ledger_version
        own = Decimal(balance).scaleb(-digits), Decimal(equity).scaleb(-digits)
        state = State(now, *own, values["open_positions"] or 0)
        for rules in held:
            if rules.ledger_version == version:
                yield from (
                    Seen(account.account, breach, state) for breach in self._see(account_id, rules, state)
                )
        self._last[account_id] = state

    def _see(self, account_id: UUID, rules: LiveRules, state: State) -> list[Breach]:
        before, worst = rules.floors, rules.worst
        found = rules.see(state.balance, state.equity, state.time)
        if account_id in self._last and has_begun_day(before, rules.floors):
            last = self._last[account_id]
            self.marks.add(account_id, last.time, last)
        digest = rules.rules.digest
        if has_risen(before, rules.floors):
            self.marks.add(account_id, digest, state)
            self._peaks[account_id, digest] = state
        for rule in worse(worst, rules.worst):
            self.marks.add(account_id, (digest, rule), state)
            self.marks.hold(account_id, (digest, rule, "peak"), self._peaks.get((account_id, digest)))
        return found
