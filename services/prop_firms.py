"""Accounts against the rules of proprietary trading firms: assigned, evaluated, breaches kept for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from services.errors import InvalidInputError, NotFoundError
from services.prop_breaches import breaches_by_account, keep, unknown
from services.prop_firm.breach import breaches_of
from services.prop_firm.holding import Holding
from services.prop_firm.library import find_rules, library, read_rules
from services.prop_firm.live import live_rules
from services.prop_firm.rules import rule_set_of
from services.prop_firm.standing import Standing
from services.storage import accounts as accounts_table
from services.storage import prop_rules, records

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from services.calc.record import TrackRecord
    from services.model import Account
    from services.performance import Performance
    from services.prop_firm.breach import Breach
    from services.prop_firm.live import LiveRules
    from services.prop_firm.rules import RuleSet
    from services.storage.engine import Database
    from services.storage.prop_rules import StoredRules


log = structlog.get_logger(__name__)


class PropFirms:
    """Keeps which rule sets an account is held against, and tells where it stands with them."""

    def __init__(self, database: Database, performance: Performance) -> None:
        self._database = database
        self._performance = performance
        self._held = Holding()

    def library(self) -> tuple[RuleSet, ...]:
        """The rule sets that come with the product, by label."""
        return library()

    def offered(self, account: Account, standings: Sequence[Standing]) -> tuple[RuleSet, ...]:
        """The sets of the library in the account's currency that it is not held against yet."""
        taken = {one.rules.name for one in standings}
        return tuple(one for one in library() if one.currency == account.currency and one.name not in taken)

    def assign(self, account_id: UUID, name: str = "", text: str = "", *, actor: str = "user") -> RuleSet:
        """Hold an account against the library's set called *name*, or the YAML *text* (of that name, if any).

        Raises NotFoundError, and InvalidInputError where names or currencies differ.
        """
        rules = read_rules(text) if text.strip() else find_rules(name)
        if name and rules.name != name:
            raise InvalidInputError(f"The rule set is called {rules.name!r}, not {name!r}.")
        with self._database.begin() as connection:
            account = accounts_table.account_by_id(connection, account_id)
            _refuse_foreign(rules, account)
            prop_rules.write_rules(connection, account_id, rules.name, rules.document)
            records.audit(connection, actor, "assign_rules", account.name, rules.document)
        return rules

    def remove(self, account_id: UUID, name: str, *, actor: str = "user") -> None:
        """Hold an account against a set no longer; its breaches stay kept. Raises NotFoundError."""
        with self._database.begin() as connection:
            account = accounts_table.account_by_id(connection, account_id)
            if not prop_rules.remove_rules(connection, account_id, name):
                raise NotFoundError("rule set", name)
            records.audit(connection, actor, "remove_rules", account.name, {"name": name})

    def standings(self, account_id: UUID) -> tuple[Standing, ...]:
        """Where an account stands with each of its sets, by name; raises NotFoundError."""
        return self._standings([self._performance.record(account_id)], self._stored(account_id))

    def live(self, account_id: UUID) -> tuple[LiveRules, ...]:
        """The same sets, ready to be held against quotes; raises NotFoundError."""
        stored = self._stored(account_id)
        if not stored:
            return ()
        record = self._performance.record(account_id)
        opening = record.track.opening
        into = -opening - float(record.ledger.deals.booked(opening).flow.sum())
        found = self._standings([record], stored)
        made = (live_rules(one, float(one.rules.initial_balance) + into) for one in found)
        return tuple(one for one in made if one is not None)

    def keep(self, account: Account, breaches: Sequence[Breach]) -> None:
        """Keep breaches that a quote showed, each once; raises NotFoundError, UnavailableError."""
        keep(self._database, account, breaches)

    def all_standings(self) -> tuple[Standing, ...]:
        """The same of every account that has a set; one that this version cannot read holds up no other."""
        with self._database.read() as connection:
            stored = [one for one in prop_rules.read_rules(connection) if _is_readable(one)]
            here = {account.id for account in accounts_table.all_accounts(connection)}
        wanted = sorted({one.account_id for one in stored} & here)
        return self._standings(self._performance.records(wanted), stored) if wanted else ()

    def tried(self, account_id: UUID, name: str) -> Standing:
        """Where an account would stand with a set of the library, nothing kept; raises as `assign` does."""
        record, rules = self._performance.record(account_id), find_rules(name)
        _refuse_foreign(rules, record.account)
        history, found = self._held.of(record, rules)
        return Standing(record.account, found, history)

    def _stored(self, account_id: UUID) -> tuple[StoredRules, ...]:
        with self._database.read() as connection:
            return prop_rules.read_rules(connection, account_id)

    def _standings(self, found: Sequence[TrackRecord], stored: Sequence[StoredRules]) -> tuple[Standing, ...]:
        with self._database.read() as connection:
            kept = breaches_by_account(connection, [record.account.id for record in found])
        return tuple(
            self._standing(record, one, kept[record.account.id])
            for record in found
            for one in stored
            if one.account_id == record.account.id
        )

    def _standing(self, record: TrackRecord, stored: StoredRules, kept: Sequence[Breach]) -> Standing:
        account, rules = record.account, rule_set_of(stored.rules)
        history, evaluation = self._held.of(record, rules)
        seen = breaches_of(evaluation, account.currency_digits, account.ledger_version)
        if unknown(seen, kept):
            kept = keep(self._database, account, seen)
        mine = tuple(breach for breach in kept if breach.is_of(rules))
        return Standing(account, evaluation, history, mine, stored.assigned_at)


def _is_readable(stored: StoredRules) -> bool:
    try:
        rule_set_of(stored.rules)
    except InvalidInputError as error:
        log.warning("rules_not_evaluated", name=stored.name, reason=str(error))
        return False
    return True


def _refuse_foreign(rules: RuleSet, account: Account) -> None:
    if rules.currency != account.currency:
        raise InvalidInputError(
            f"The rules {rules.label!r} are in {rules.currency}, the account {account.name} is in"
            f" {account.currency}; bring the set in {account.currency} as YAML of your own."
        )
