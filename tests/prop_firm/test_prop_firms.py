"""Rule sets of accounts: assigned, refused, evaluated on what was recorded, breaches kept for good."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import text

from jobs import prop_rules
from services.account_opening import Origin
from services.errors import InvalidInputError, NotFoundError
from services.model import DealClass
from services.prop_firm.check import Status
from services.storage.prop_rules import write_rules
from tests.making import flow, make_statement, round_trip
from tests.prop_firm.making import OWN, PHASE

if TYPE_CHECKING:
    from uuid import UUID

    from services.container import Services
    from services.prop_firm.standing import Standing


def account(services: Services, *results: float, login: str = "1", currency: str = "USD") -> UUID:
    deals = [flow(1, 5_000)]
    for number, result in enumerate(results):
        deals += round_trip(10 + 2 * number, result)
    statement = make_statement(deals, login=login, currency=currency)
    (report,) = services.ingest.post([statement], Origin("x", login.zfill(64), server_zone="UTC"), store=True)
    return report.account.id


def one(services: Services, account_id: UUID) -> Standing:
    (found,) = services.prop_firms.standings(account_id)
    return found


def test_a_set_is_counted_from_its_own_initial_balance(services: Services) -> None:
    mine = account(services, 300, -100)
    services.prop_firms.assign(mine, PHASE)
    found = one(services, mine)
    assert found.history.balance.tolist() == [100_000, 100_000, 100_300, 100_300, 100_200]
    assert (found.status, found.headroom, found.days_left) == (Status.OPEN, 5_200, 3)
    assert "No equity was recorded" in found.basis
    assert one(services, mine).evaluation is found.evaluation, "what did not change is not evaluated again"


def test_a_breach_stays_when_the_ledger_no_longer_shows_it(services: Services) -> None:
    mine = account(services, 100, -6_000)
    services.prop_firms.assign(mine, PHASE)
    (breach,) = one(services, mine).breaches
    assert (breach.rule, f"{breach.value:f}", f"{breach.floor:f}") == ("daily_loss", "94100.00", "95000.00")
    assert services.account_care.tag(mine, {13: DealClass.FLOW}, reason="it was a payout") == 1
    found = one(services, mine)
    assert (found.status, found.breaches) == (Status.BREACHED, (breach,))
    assert found.evaluation.status is not Status.BREACHED
    daily = next(rule for rule in found.checks if rule.check.rule == "daily_loss")
    assert daily.is_undone
    services.prop_firms.remove(mine, PHASE)
    assert services.prop_firms.standings(mine) == ()
    services.prop_firms.assign(mine, PHASE)
    assert one(services, mine).breaches == (breach,), "the same rules know it again"
    services.prop_firms.assign(mine, PHASE, OWN.replace("name: mine", f"name: {PHASE}"))
    assert one(services, mine).breaches == (), "others of that name do not"


def test_a_breach_is_written_once_whoever_sees_it(services: Services) -> None:
    mine = account(services, -6_000)
    services.prop_firms.assign(mine, PHASE)
    assert prop_rules.run(services).detail == {"evaluated": 1, "breached": 1}
    one(services, mine)
    with services.database.read() as connection:
        (kept,) = connection.execute(text("SELECT kind, message, evidence FROM alerts")).all()
    assert kept.kind == "prop_breach"
    assert "Daily loss" in kept.message
    assert kept.evidence["ledger_version"] == services.performance.find("1").ledger_version
    assert {"rule", "time", "value", "floor", "reference"} <= kept.evidence.keys()


def test_a_set_of_ones_own_goes_by_its_name(services: Services) -> None:
    mine = account(services, 30)
    services.prop_firms.assign(mine, "mine", OWN)
    assert one(services, mine).headroom == 1_000
    services.prop_firms.assign(mine, "mine", OWN.replace("fraction: 0.2", "amount: 700"))
    assert one(services, mine).headroom == 700
    with pytest.raises(InvalidInputError, match="called 'mine', not 'other'"):
        services.prop_firms.assign(mine, "other", OWN)


def test_what_cannot_be_assigned_is_refused_in_a_sentence(services: Services) -> None:
    euros = account(services, 30, currency="EUR")
    with pytest.raises(InvalidInputError, match=r"in USD, the account .* is in EUR"):
        services.prop_firms.assign(euros, PHASE)
    with pytest.raises(InvalidInputError, match="in USD"):
        services.prop_firms.tried(euros, PHASE)
    for wrong in (lambda: services.prop_firms.assign(euros, "moon"), lambda: one_more(services)):
        with pytest.raises(NotFoundError):
            wrong()
    with pytest.raises(NotFoundError):
        services.prop_firms.remove(euros, PHASE)
    assert services.prop_firms.all_standings() == ()


def one_more(services: Services) -> None:
    services.prop_firms.assign(uuid4(), PHASE)


def test_changes_are_audited(services: Services) -> None:
    mine = account(services, 30)
    services.prop_firms.assign(mine, PHASE, actor="api")
    services.prop_firms.remove(mine, PHASE, actor="cli")
    with services.database.read() as connection:
        rows = connection.execute(text("SELECT actor, action, detail FROM audit_log ORDER BY id")).all()
    assert [(row.actor, row.action) for row in rows] == [("api", "assign_rules"), ("cli", "remove_rules")]
    assert json.dumps(rows[0].detail)
    assert rows[1].detail == {"name": PHASE}


def test_a_set_that_this_version_cannot_read_holds_up_no_other(services: Services) -> None:
    mine = account(services, 30)
    services.prop_firms.assign(mine, PHASE)
    with services.database.begin() as connection:
        write_rules(connection, mine, "old", {"name": "old"})
    assert [found.rules.name for found in services.prop_firms.all_standings()] == [PHASE]
    with pytest.raises(InvalidInputError, match="label is missing"):
        services.prop_firms.standings(mine)
