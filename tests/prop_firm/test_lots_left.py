"""How many lots may be opened until a floor: by contract, distance and rate; nothing where nobody knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from services.errors import InvalidInputError
from services.model import AccountState, CalcMode, Position, Side, Symbol
from services.prop_firm.lots import AllowedLots, allowed_lots, loss_per_lot
from services.storage import ledger, records, series
from tests.prop_firm.making import PHASE
from tests.prop_firm.test_prop_firms import account

if TYPE_CHECKING:
    from uuid import UUID

    from services.container import Services
    from services.prop_lots import LotsEstimate

EURUSD = Symbol("EURUSD", 5, Decimal(100_000), "USD", currency_base="EUR")
USDJPY = Symbol("USDJPY", 3, Decimal(100_000), "JPY", currency_base="USD")
FUTURE = Symbol(
    "ES", 2, Decimal(1), "USD", CalcMode.EXCH_FUTURES, tick_size=Decimal("0.25"), tick_value=Decimal("12.50")
)
STRANGE = Symbol("X", 2, Decimal(1), "USD", 99)


def lost(symbol: Symbol | None, distance: str, rate: str | None = None) -> AllowedLots:
    name = "X" if symbol is None else symbol.name
    return loss_per_lot(name, symbol, Decimal(distance), "USD", None if rate is None else Decimal(rate))


def test_a_lot_loses_distance_by_contract_by_rate() -> None:
    assert lost(EURUSD, "0.0050").loss_per_lot == 500
    assert lost(USDJPY, "0.500", "0.0065").loss_per_lot == 325
    assert lost(FUTURE, "10").loss_per_lot == 500
    ticks = replace(STRANGE, tick_size=Decimal("0.01"), tick_value=Decimal(1), tick_value_loss=Decimal(2))
    assert lost(ticks, "0.50").loss_per_lot == 100, "as the broker states it, in the account's currency"


def test_nothing_is_guessed() -> None:
    for found, reason in (
        (lost(None, "1"), "specification of X is not known"),
        (lost(STRANGE, "1"), "How X makes a loss"),
        (lost(USDJPY, "1"), "no rate from JPY to USD"),
        (lost(replace(STRANGE, calc_mode=CalcMode.SERV_COLLATERAL), "1"), "collateral"),
    ):
        assert (found.loss_per_lot, found.lots) == (None, None)
        assert reason in found.reason
        assert allowed_lots(found, Decimal(100)) is found


def test_lots_are_rounded_down_and_never_more_than_another_rule_leaves() -> None:
    one = AllowedLots(None, Decimal(300))
    assert allowed_lots(one, Decimal(1_000)).lots == Decimal("3.33")
    assert allowed_lots(one, Decimal(1_000), most=Decimal(2)).lots == 2
    assert allowed_lots(one, Decimal(1_000), most=Decimal(-1)).lots == 0
    assert allowed_lots(one, Decimal(-5)).lots == 0
    assert allowed_lots(one, Decimal(1_000), held=Decimal("1.5")).lots == Decimal("1.83")
    assert allowed_lots(one, Decimal(1_000), held=Decimal(4)).lots == 0
    assert allowed_lots(one, None).reason == "A rule of the set is broken."
    assert allowed_lots(one, Decimal("NaN")) == AllowedLots(
        None, Decimal(300), "No rule of the set has a floor."
    )
    assert allowed_lots(one, Decimal("NaN"), most=Decimal(4)).lots == 4


def test_an_account_is_told_by_its_own_headroom_and_servers_contracts(services: Services) -> None:
    mine = account(services, 300, -100)
    services.prop_firms.assign(mine, PHASE)
    server = services.performance.find(str(mine)).server
    with services.database.begin() as connection:
        series.write_symbols(connection, server, [EURUSD])
    found = services.prop_lots.estimate(mine, "EURUSD", "0,0050")
    (one,) = found.sets
    assert (one.headroom, one.allowed.lots) == (5_200, Decimal("10.40"))
    assert services.prop_lots.estimate(mine, "GBPUSD", "1").sets[0].allowed.reason
    for wrong in ("", "0", "-1", "x", "NaN", "1e30"):
        with pytest.raises(InvalidInputError, match="above 0"):
            services.prop_lots.estimate(mine, "EURUSD", wrong)


def now(
    services: Services, mine: UUID, equity: int, *, balance: int = 5_200, seconds: int = 0
) -> LotsEstimate:
    """What is estimated when the account's newest state is this."""
    time = datetime.now(UTC) - timedelta(seconds=seconds)
    amounts = Decimal(balance), Decimal(0), Decimal(equity), Decimal(equity - balance)
    with services.database.begin() as connection:
        records.write_state(connection, mine, AccountState(time, *amounts, None, 1, "agent"))
        series.write_symbols(connection, services.performance.find(str(mine)).server, [EURUSD])
    return services.prop_lots.estimate(mine, "EURUSD", "0.0050")


def test_headroom_is_that_of_live_equity_while_it_is_live(services: Services) -> None:
    mine = account(services, 300, -100)
    services.prop_firms.assign(mine, PHASE)
    found = now(services, mine, 4_200)
    assert (found.is_live, found.sets[0].headroom, found.sets[0].allowed.lots) == (
        True,
        4_000,
        Decimal("8.00"),
    ), "a new day's floor is 95,200"
    assert found.basis.startswith("Counted from live equity, open positions included, at 20")
    for away in (now(services, mine, 4_200, seconds=60), now(services, mine, 9_200, balance=10_200)):
        assert (away.is_live, away.sets[0].headroom) == (False, 5_200), "stale, or of a ledger with a deposit"
        assert away.basis.startswith(
            "No live prices are coming: counted from what was recorded last, at 2026-"
        )
    broken = now(services, mine, -100)
    assert (broken.sets[0].headroom, broken.sets[0].allowed.reason) == (None, "A rule of the set is broken.")
    assert services.prop_firms.standings(mine)[0].breaches == (), "asking keeps nothing"


def test_what_is_open_loses_on_the_same_way(services: Services) -> None:
    mine = account(services, 300, -100)
    services.prop_firms.assign(mine, PHASE)
    bought = Position(7, "EURUSD", Side.BUY, Decimal("2.00"), datetime.now(UTC), Decimal("1.1"))
    hedged = replace(bought, position_id=8, side=Side.SELL, volume=Decimal("0.50"))
    with services.database.begin() as connection:
        ledger.replace_positions(
            connection, mine, (bought, hedged, replace(bought, position_id=9, symbol="X"))
        )
    found = now(services, mine, 4_200)
    assert (found.held, found.sets[0].headroom) == (Decimal("1.50"), 4_000)
    assert found.sets[0].allowed.lots == Decimal("6.50"), "(4,000 - 1.5 x 500) / 500"


def test_nothing_is_counted_before_anything_was_recorded(services: Services) -> None:
    mine = account(services)
    assert (
        services.prop_lots.estimate(mine, "EURUSD", "1").basis == "Nothing was recorded of the account yet."
    )
