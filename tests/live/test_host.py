"""What the live work asks of the product for its feed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from services.live.host import Host
from services.storage import pushes
from tests.live.leading import CLOSED, OPENED

if TYPE_CHECKING:
    from services.container import Services


def pushed(services: Services) -> None:
    with services.database.begin() as connection:
        for batch in (OPENED, CLOSED):
            pushes.put(connection, "5001", "Broker", batch)


def waiting(services: Services) -> int:
    with services.database.connect() as connection:
        return pushes.count(connection)


def test_what_was_pushed_is_off_the_queue_when_it_is_asked_for_again(services: Services) -> None:
    pushed(services)
    host = Host(services.settings, services.database)
    assert len(host.take_pushed()) == 2
    assert waiting(services) == 2, "nobody has said that it was booked"
    assert host.take_pushed() == ()
    assert waiting(services) == 0
    host.give_back()


def test_what_may_not_have_been_booked_goes_to_the_next_leader(services: Services) -> None:
    pushed(services)
    host = Host(services.settings, services.database)
    first = host.take_pushed()
    host.give_back()
    other = Host(services.settings, services.database)
    assert other.take_pushed() == first
    other.give_back()


def test_demo_accounts_are_told_as_they_stand(demo_services: Services) -> None:
    host = Host(demo_services.settings, demo_services.database)
    held = {one.account.id: one for one in host.held(demo=True)}
    assert host.held(demo=False) == ()
    for account in demo_services.performance.accounts():
        record = demo_services.performance.record(account.id)
        one = held[account.id]
        assert one.positions == record.positions
        assert one.last_ticket == max(deal.ticket for deal in record.deals)
        assert host.last_deal(account.login, account.server) == record.deals[-1].time
    assert host.last_deal("nobody", "nowhere") is None


def test_rates_are_those_of_the_day(demo_services: Services) -> None:
    host = Host(demo_services.settings, demo_services.database)
    there, back = host.daily("EUR", "USD"), host.daily("USD", "EUR")
    assert there is not None
    assert back is not None
    assert abs(there * back - 1) < Decimal("1e-9")
    assert host.rate("EUR", "XXX") is None
