"""Accounts with rules of proprietary trading firms while prices move: headroom told, a breach seen once."""

from __future__ import annotations

from collections import deque
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

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
    balance: Decimal
    equity: Decimal
    open_positions: int


class RulesWatch:
    """Holds the engine's values against rule sets; those that are stale are held against nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._held: dict[UUID, tuple[LiveRules, ...]] = {}
        self._looked: dict[UUID, tuple[int, int]] = {}
        self._told: dict[UUID, dict[str, Any]] = {}
        self.unkept: deque[Seen] = deque()

    def put(self, account_id: UUID, held: tuple[LiveRules, ...]) -> None:
        """Take the rules of an account as they are now; what is not kept yet stays known."""
        waiting = {(one.account.id, one.breach.rule_set, one.breach.rule) for one in self.unkept}
        for rules in held:
            rules.broken |= {
                rule for key, name, rule in waiting if (key, name) == (account_id, rules.rules.name)
            }
        if held:
            self._held[account_id] = held
        else:
            self.remove(account_id)
        self._looked.pop(account_id, None)

    def remove(self, account_id: UUID) -> None:
        """Forget an account."""
        for known in (self._held, self._looked, self._told):
            known.pop(account_id, None)

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
            data = {"currency": currency, "sets": [rules.document() for rules in held]}
            if self._told.get(account_id) != data:
                self._told[account_id] = data
                yield account_id, data

    def _look(self, account_id: UUID, now: datetime) -> Iterator[Seen]:
        account, values = self._engine.accounts.get(account_id), self._engine.values.get(account_id)
        if account is None or values is None or values["stale"] or not account.is_fed:
            return
        version = account.account.ledger_version
        balance = values["balance"] or 0
        equity = balance + (values["credit"] or 0) + (values["unrealized_pnl"] or 0)
        if self._looked.get(account_id) == (balance, equity):
            return
        self._looked[account_id] = balance, equity
        digits = account.account.currency_digits
        own = Decimal(balance).scaleb(-digits), Decimal(equity).scaleb(-digits)
        for rules in self._held[account_id]:
            if rules.ledger_version == version:
                for breach in rules.see(*own, now):
                    yield Seen(account.account, breach, *own, values["open_positions"] or 0)
