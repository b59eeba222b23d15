"""Groups of accounts: names that tell them apart, members that exist, and changes that are noted."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.account_opening import Origin
from services.errors import InvalidInputError, NotFoundError, ServiceError
from tests.making import flow, make_statement

if TYPE_CHECKING:
    from uuid import UUID

    from services.container import Services


def account(services: Services, login: str) -> UUID:
    statement = make_statement([flow(1, 1000)], login=login)
    (report,) = services.ingest.post([statement], Origin("x", login.zfill(64), server_zone="UTC"), store=True)
    return report.account.id


def test_an_account_may_be_in_several_groups(services: Services) -> None:
    one, two = account(services, "1"), account(services, "2")
    majors = services.groups.make(" Majors  fund ", [one, two, one])
    gold = services.groups.make("gold", [two])
    assert (majors.name, set(majors.accounts)) == ("Majors fund", {one, two})
    assert services.groups.all() == (gold, majors)
    assert services.groups.find("MAJORS fund") == services.groups.find(str(majors.id)) == majors


def test_a_change_keeps_what_it_does_not_name(services: Services) -> None:
    one, two = account(services, "1"), account(services, "2")
    group = services.groups.make("Majors", [one])
    renamed = services.groups.change(group.id, name="majors")
    assert (renamed.name, renamed.accounts) == ("majors", (one,))
    changed = services.groups.change(group.id, accounts=[two])
    assert (changed.id, changed.name, changed.accounts) == (group.id, "majors", (two,))


def test_accounts_stay_when_a_group_goes_and_leave_it_when_they_go(services: Services) -> None:
    one, two = account(services, "1"), account(services, "2")
    first, second = services.groups.make("A", [one, two]), services.groups.make("B", [one])
    assert services.groups.remove(second.id) == second
    assert len(services.performance.accounts()) == 2
    services.account_care.remove(one)
    assert services.groups.find("A").accounts == (two,)
    with pytest.raises(NotFoundError):
        services.groups.remove(second.id)
    assert first.id == services.groups.find("A").id


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("  ", "needs a name"),
        ("GOLD", "called 'gold' already"),
        ("all", "stands for something else"),
        ("93462138-c6e5-4ef1-be22-9dfc2168e10f", "stands for something else"),
        ("x" * 81, "at most 80"),
    ],
)
def test_a_name_that_tells_nothing_apart_is_refused(services: Services, name: str, words: str) -> None:
    one = account(services, "1")
    services.groups.make("gold", [one])
    other = services.groups.make("silver", [one])
    with pytest.raises(InvalidInputError, match=words):
        services.groups.make(name, [one])
    with pytest.raises(InvalidInputError, match=words):
        services.groups.change(other.id, name=name)
    assert [group.name for group in services.groups.all()] == ["gold", "silver"]


def test_members_are_accounts_that_exist(services: Services) -> None:
    with pytest.raises(InvalidInputError, match="needs an account"):
        services.groups.make("gold", [])
    with pytest.raises(NotFoundError):
        services.groups.make("gold", [uuid4()])
    assert services.groups.all() == ()


def test_every_change_is_noted_and_a_refused_one_is_not(services: Services) -> None:
    one = account(services, "1")
    group = services.groups.make("gold", [one], actor="api")
    with pytest.raises(ServiceError):
        services.groups.change(group.id, name="silver", accounts=[])
    services.groups.change(group.id, name="silver")
    services.groups.remove(group.id)
    with services.database.read() as connection:
        rows = connection.execute(
            text("SELECT actor, action, object FROM audit_log WHERE action LIKE '%group' ORDER BY id")
        ).all()
    assert [tuple(row) for row in rows] == [
        ("api", "make_group", "gold"),
        ("user", "rename_group", "gold"),
        ("user", "remove_group", "silver"),
    ]
