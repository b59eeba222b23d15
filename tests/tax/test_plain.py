"""Machine code of plain histories beside the general way: the same lots, pieces, washes and rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product
from random import Random
from typing import TYPE_CHECKING

import pytest

from services.model import Side
from services.tax import histories
from services.tax.general import settle
from services.tax.histories import settle_all
from services.tax.matching import Matched, match
from services.tax.model import TaxClass
from services.tax.plain import PlainHistory, settle_plain
from services.tax.policy import Policy, SameDay
from tests.tax.making import BY_NAME, FIFO, SPOUSE, all_rows, buy, option, sell, split
from tests.tax.plain_drawing import drawn, everything

if TYPE_CHECKING:
    from services.tax.model import Execution

POLICIES = [
    Policy(same_day=same_day, exclude_lots_bought_before_the_shares_sold=excludes)
    for same_day, excludes in product(SameDay, (False, True))
]
DAYS = [None, date(2024, 2, 9), date(2024, 12, 31)]
ROUND_TRIP = [buy("2025-01-02", 10, 200), sell("2025-03-03", 10, 100), buy("2025-03-04", 4, 100)]


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("count", [40, 250])
def test_machine_code_finds_what_the_general_way_finds(count: int, policy: Policy) -> None:
    for seed in range(12):
        deals = drawn(Random(seed), count)
        plain = settle_plain(deals, policy)
        assert plain is not None
        assert everything(plain) == everything(settle(deals, policy))
        assert plain.washes


@pytest.mark.parametrize("policy", [*POLICIES, Policy(computes_washes=False)])
def test_plain_identities_and_others_are_answered_together(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(histories, "FEW", 0)
    source = Random(1)
    calls = [option(side, "2024-02-01", 1, 250, underlying="O", symbol="O C") for side in Side]
    short = [sell("2024-01-05", 5, 50, symbol="S"), buy("2024-01-09", 5, 70, symbol="S")]
    plain = [*drawn(source, 80, "X"), *drawn(source, 80, "Y"), *drawn(source, 40, "O")]
    deals = [*plain, *calls, *short]
    found, general = match(deals, policy), settle(deals, policy)
    other = Matched(policy, found.last_day, [general])
    assert sum(isinstance(one, PlainHistory) for one in settle_all(deals, policy)) == 2
    assert all_rows(found) == all_rows(other)
    assert [lot.key for lot in found.lots] == [lot.key for lot in general.lots]
    for day in DAYS:
        assert found.open_lots(day) == other.open_lots(day)
    for year in other.years:
        assert found.washes(year) == other.washes(year)


@pytest.mark.parametrize(
    "other",
    [
        sell("2025-03-05", 9, 100),
        split("2025-03-05", 2),
        buy("2025-03-05", 1, 10, position="1"),
        buy("2025-03-05", 1, 10, owner=SPOUSE),
        buy("2025-03-05", 1, 10, tax_class=TaxClass.F8949_DIGITAL),
        buy("2025-03-05", 1, 10, identity="ABC"),
        option(Side.BUY, "2025-03-05", 1, 10, identity="XYZ"),
        option(Side.BUY, "2025-03-05", 1, 10, identity="ABC"),
        buy("2025-03-05", 1, 10, order=""),
        buy("2025-03-05", Decimal("0.000000000001"), 10**9),
    ],
    ids=[
        "short",
        "split",
        "position",
        "spouse",
        "coin",
        "identities",
        "option",
        "underlying",
        "order",
        "huge",
    ],
)
def test_what_is_not_plain_goes_the_general_way(other: Execution, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _ways(ROUND_TRIP, FIFO) == ["General"]
    monkeypatch.setattr(histories, "FEW", 0)
    assert _ways(ROUND_TRIP, FIFO) == ["PlainHistory"]
    assert _ways([*ROUND_TRIP, other], FIFO) == ["General"]
    assert _ways(ROUND_TRIP, BY_NAME) == ["General"]


def _ways(deals: list[Execution], policy: Policy) -> list[str]:
    return [type(one).__name__ for one in settle_all(deals, policy)]
