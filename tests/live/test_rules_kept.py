"""What quotes showed of rules stays: through bookings, deposits and sessions that begin anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from services.feed import AccountReport, FeedBatch, StatedState
from services.model import DealEntry, Side
from services.prop_firm.floors import floors_now
from tests.live.leading import NOON, OPENED, STATED, Live, Told, deposit, execution, held, quoted
from tests.live.test_news import TIGHT, ruled, told

if TYPE_CHECKING:
    from services.container import Services
    from services.feed import Feed
    from services.model import Account

__all__ = ["ruled"]
PEAK = (FeedBatch((quoted("1.08600", "1.08600"),)), FeedBatch((quoted("1.08500", "1.08500"),)))
SMALL = "0.10"


def reported(*deals: object, balance: int = 1_000, positions: tuple[object, ...] = (held(),)) -> FeedBatch:
    stated = StatedState(NOON, Decimal(balance), Decimal(0), Decimal(balance))
    return FeedBatch(reports=(AccountReport(STATED, deals, positions, stated),))  # type: ignore[arg-type]


SECOND = reported(
    execution(4, Side.BUY, "1.08500", position_id=78, volume=Decimal(SMALL)),
    positions=(held(), replace(held(), position_id=78, volume=Decimal(SMALL))),
)


def floor(live: Live) -> str:
    rules = told(live)[-1]["rules"]
    return str(next(rule["floor"] for rule in rules if rule["rule"] == "max_loss"))


def recorded(services: Services, account: Account) -> float:
    (standing,) = services.prop_firms.standings(account.id)
    found = floors_now(standing.rules, standing.history, 0.0)
    assert found is not None
    return found.whole


def feed(*batches: FeedBatch) -> Feed:
    return Told([OPENED, *batches])


def test_a_peak_between_two_snapshots_is_kept_through_bookings_and_sessions(
    services: Services, ruled: Account
) -> None:
    live = Live(services, feed(*PEAK, SECOND, FeedBatch((quoted("1.08450", "1.08450"),)))).run(5)
    assert floor(live) == "1400.00", "from the peak of 1,600"
    assert recorded(services, ruled) == 1_400
    live.session.end(live.now)
    again = Live(services, feed(PEAK[1]), live.now).run(3)
    assert floor(again) == "1400.00"


def test_a_deposit_is_no_peak_before_a_snapshot_knows_of_it(services: Services, ruled: Account) -> None:
    paid = reported(deposit(9, 5_000), balance=6_000)
    live = Live(services, feed(paid, FeedBatch((quoted("1.08090", "1.08090"),)))).run(4)
    assert floor(live) == "900.00", "from the peak of 1,100"
    assert told(live)[-1]["status"] == "open"
    assert recorded(services, ruled) == 900


def test_lots_beyond_a_rule_are_told_when_they_are_booked(services: Services, ruled: Account) -> None:
    services.prop_firms.assign(ruled.id, text=f"{TIGHT}max_lots: 1.05\n")
    live = Live(services, feed(PEAK[1], SECOND)).run(4)
    (alert,) = [one for one in live.events("alert") if one.data["code"] == "prop_breach"]
    assert "Lots at once of tight broken" in alert.data["message"]
    assert "1.10 against a limit of 1.05" in alert.data["message"]
    lots = told(live)[-1]["rules"][-1]
    assert (lots["rule"], lots["status"], lots["used"]) == ("max_lots", "breached", "1.10")


@pytest.mark.parametrize("is_there", [True, False])
def test_marks_of_an_account_that_is_gone_are_no_trouble(
    services: Services, ruled: Account, *, is_there: bool
) -> None:
    live = Live(services, feed(*PEAK))
    if not is_there:
        services.account_care.remove(ruled.id)
    live.run(3)
    assert bool(told(live)) is is_there


def test_a_target_that_was_reached_once_stays_so(services: Services, ruled: Account) -> None:
    services.prop_firms.assign(ruled.id, text=TIGHT.replace("amount: 300", "amount: 150"))
    won = execution(3, Side.SELL, "1.08200", entry=DealEntry.OUT, profit=Decimal(200))
    lost = execution(4, Side.SELL, "1.08000", entry=DealEntry.OUT, profit=Decimal(-90), position_id=78)
    bought = execution(5, Side.BUY, "1.08090", position_id=78)
    later = [replace(deal, time=NOON + timedelta(seconds=1)) for deal in (bought, lost)]
    booked = [reported(won, balance=1_200, positions=()), reported(*later, balance=1_110, positions=())]
    live = Live(services, feed(*booked)).run(4)
    target = next(rule for rule in told(live)[-1]["rules"] if rule["rule"] == "profit_target")
    assert (target["used"], target["status"]) == ("110.00", "reached")
    (standing,) = services.prop_firms.standings(ruled.id)
    assert next(one.status.value for one in standing.checks if one.check.rule == "profit_target") == "reached"
