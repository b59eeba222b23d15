"""Breaches of rule sets as they are kept: each written once, by whoever sees it first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.prop_firm.breach import Breach
from services.storage import accounts as accounts_table
from services.storage import alerts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import Connection

    from services.model import Account
    from services.storage.engine import Database

KIND = "prop_breach"


def breaches_by_account(connection: Connection, account_ids: Sequence[UUID]) -> dict[UUID, list[Breach]]:
    """The kept breaches of these accounts, oldest first."""
    found: dict[UUID, list[Breach]] = {account_id: [] for account_id in account_ids}
    for alert in alerts.read_alerts(connection, KIND, account_ids):
        found[alert.account_id].append(Breach.read(alert.evidence, alert.found_at))
    return found


def unknown(seen: Sequence[Breach], kept: Sequence[Breach]) -> list[Breach]:
    """What was seen and is not kept yet: a rule of a set is broken once."""
    known = {(breach.rule_set, breach.digest, breach.rule) for breach in kept}
    return [breach for breach in seen if (breach.rule_set, breach.digest, breach.rule) not in known]


def keep(database: Database, account: Account, seen: Sequence[Breach]) -> list[Breach]:
    """Write down what nobody has yet; every breach of the account. Raises NotFoundError."""
    with database.begin() as connection:
        alerts.lock_alerts(connection)
        accounts_table.account_by_id(connection, account.id)
        for breach in unknown(seen, breaches_by_account(connection, [account.id])[account.id]):
            message = f"{account.name}: {breach.sentence}"
            alerts.add_alert(connection, account.id, KIND, message, breach.document)
        return breaches_by_account(connection, [account.id])[account.id]
