"""Several accounts as one: every sum is that of the accounts, to the cent, and no deposit is ever profit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.calc.currency import DailyRates
from services.calc.equity import Snapshots
from services.calc.period import Period
from services.calc.portfolio import FINER_GRAIN, GRAIN, AccountRates, combine
from services.calc.portfolio_totals import member_totals
from services.calc.record import TrackRecord
from services.calc.round_trips import round_trips
from services.comparison.trade_columns import joined, trade_columns
from services.measure import measure_net, measure_portfolio
from services.metrics import find_metric
from services.model import Account, MarginMode, TradeMode
from tests.making import START, flow, round_trip

if TYPE_CHECKING:
    from services.calc.return_kernel import DailySeries
    from services.measurements import Measurements
    from services.model import Deal

EVERYTHING = Period(None, datetime(2027, 1, 1, tzinfo=UTC))
ZONES = ("UTC", "NY+7", "Asia/Kolkata", "America/New_York")
SUMS = (
    "net_profit", "gross_profit", "gross_loss", "balance", "equity", "deposits", "withdrawals", "net_flows",
    "total_trades", "total_commission", "total_swap", "total_fees",
)  # fmt: skip
NO_SNAPSHOTS = Snapshots(np.zeros(0, dtype="datetime64[us]"), np.zeros(0), np.zeros(0))
RATE_DAYS = [START.date() + timedelta(days=day) for day in range(-1, 30)]


@dataclass(frozen=True)
class Made:
    """An account as a test draws it: its currency, opening balance, and (hour, kind, cents) of its deals."""

    currency: str
    opening: int
    rows: tuple[tuple[int, str, int], ...]


ROWS = st.tuples(
    st.integers(0, 24 * 20), st.sampled_from(["flow", "EURUSD", "XAUUSD"]), st.integers(-50_000, 50_000)
)
MADE = st.builds(
    Made,
    st.just("USD"),
    st.integers(1_000_000, 5_000_000),
    st.lists(ROWS, max_size=12).map(tuple),
)
FOREIGN = st.builds(replace, MADE, currency=st.sampled_from(["USD", "EUR", "JPY"]))


def cents(number: int) -> Decimal:
    return Decimal(number) / 100


def record_of(made: Made, number: int) -> TrackRecord:
    deals: list[Deal] = []
    for place, (hour, kind, amount) in enumerate(sorted(made.rows)):
        ticket, time = 10 * place + 1, START + timedelta(hours=hour, minutes=place)
        if kind == "flow":
            deals.append(flow(ticket, float(cents(amount)), time=time))
        else:
            trip = round_trip(ticket, float(cents(amount)), opened=time, closed=time, commission="-0.35")
            deals += [replace(deal, symbol=kind) for deal in trip]
    account = Account(
        UUID(int=number), f"A{number}", str(number), "S", "C", made.currency, 2,
        MarginMode.HEDGING, TradeMode.REAL, "UTC", opening_balance=cents(made.opening),
    )  # fmt: skip
    trades = tuple(sorted(round_trips(deals, digits=2).closed, key=lambda trade: trade.exit_time))
    return TrackRecord.of(account, tuple(deals), trades, (), (), None, NO_SNAPSHOTS)


def records_of(several: list[Made]) -> list[TrackRecord]:
    return [record_of(made, number) for number, made in enumerate(several)]


def some_rates() -> AccountRates:
    euro = [(day, Decimal("1.10") + Decimal(place) / 1000) for place, day in enumerate(RATE_DAYS)]
    yen = [(day, Decimal(150) + Decimal(place) / 4) for place, day in enumerate(RATE_DAYS)]
    rates = DailyRates.of({("EUR", "USD"): euro, ("USD", "JPY"): yen})
    return AccountRates(DailyRates(), rates)


NO_RATES = AccountRates(DailyRates(), DailyRates())


def days_of(measured: Measurements) -> DailySeries:
    found: DailySeries = measured.statistics["account"].days
    return found


def by_unit(series: list[DailySeries], unit: str) -> dict[str, float]:
    sums: Counter[str] = Counter()
    for one in series:
        for day, profit in zip(one.day.astype(f"datetime64[{unit}]"), one.profit, strict=True):
            sums[str(day)] += profit
    return {day: round(money, 6) for day, money in sums.items() if abs(money) > 1e-6}


@settings(max_examples=25, deadline=None)
@given(st.lists(MADE, min_size=1, max_size=4), st.sampled_from(ZONES))
def test_in_one_currency_every_sum_and_every_day_is_that_of_the_accounts(
    several: list[Made], zone: str
) -> None:
    records = records_of(several)
    whole = measure_portfolio(combine(records, NO_RATES, "USD", zone), EVERYTHING, zone)
    alone = [measure_net(record, EVERYTHING, zone) for record in records]
    for name in SUMS:
        metric = find_metric(name)
        parts = [one.value(metric).value for one in alone]
        assert round(whole.value(metric).value, 2) == pytest.approx(round(sum(parts), 2), nan_ok=True), name
    for unit in ("D", "M"):
        assert by_unit([days_of(whole)], unit) == pytest.approx(
            by_unit([days_of(one) for one in alone], unit)
        )


@settings(max_examples=25, deadline=None)
@given(st.lists(FOREIGN, min_size=1, max_size=4))
def test_with_dated_rates_every_sum_is_that_of_the_converted_accounts(several: list[Made]) -> None:
    records, rates = records_of(several), some_rates()
    portfolio = combine(records, rates, "USD")
    whole, members = measure_portfolio(portfolio, EVERYTHING, "UTC"), member_totals(portfolio, EVERYTHING)
    for name, parts in {
        "balance": [member.balance for member in members],
        "deposits": [member.booked.deposits for member in members],
        "withdrawals": [member.booked.withdrawals for member in members],
    }.items():
        assert Decimal(repr(whole.number(name))).quantize(Decimal("0.01")) == sum(parts), name
    expected = 0.0
    for record in records:
        arrays = record.ledger.trades.arrays
        factors = rates.real.factors(record.account.currency, "USD", arrays.exit.astype("datetime64[D]"))
        expected += float((arrays.net * factors).sum())
    assert whole.number("net_profit") == pytest.approx(expected, abs=1e-6)
    assert whole.number("total_trades") == sum(len(record.trades) for record in records)


@given(st.lists(MADE, min_size=1, max_size=4))
def test_the_trades_of_every_symbol_are_those_of_the_accounts(several: list[Made]) -> None:
    columns = [trade_columns(record) for record in records_of(several)]
    together = joined(columns)
    for symbol in ("EURUSD", "XAUUSD"):
        alone = [
            one.net[one.symbol == one.symbols.index(symbol)].sum() for one in columns if symbol in one.symbols
        ]
        place = together.symbols.index(symbol) if symbol in together.symbols else -1
        assert together.net[together.symbol == place].sum() == pytest.approx(sum(alone))


@settings(max_examples=25, deadline=None)
@given(st.lists(MADE, min_size=2, max_size=4), st.integers(0, 24 * 20), st.integers(1, 10_000_000))
def test_a_deposit_into_any_account_is_no_profit_of_the_accounts_together(
    several: list[Made], hour: int, amount: int
) -> None:
    richer = [replace(several[0], rows=(*several[0].rows, (hour, "flow", amount))), *several[1:]]
    before, after = (
        measure_portfolio(combine(records_of(made), NO_RATES, "USD"), EVERYTHING, "UTC")
        for made in (several, richer)
    )
    assert by_unit([days_of(after)], "D") == pytest.approx(by_unit([days_of(before)], "D"), abs=1e-6)
    assert after.number("net_profit") == pytest.approx(before.number("net_profit"))
    assert after.number("net_flows") - before.number("net_flows") == pytest.approx(amount / 100)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 100), st.integers(1, 10**7)), min_size=1, max_size=8))
def test_accounts_that_only_received_money_earned_nothing(deposits: list[tuple[int, int]]) -> None:
    several = [Made("USD", 0, ((hour, "flow", amount),)) for hour, amount in deposits]
    measured = measure_portfolio(combine(records_of(several), NO_RATES, "USD"), EVERYTHING, "UTC")
    assert days_of(measured).profit == pytest.approx(0, abs=1e-9)
    assert measured.statistics["returns"].growth == pytest.approx(1)


def test_an_account_alone_in_its_own_currency_is_that_account() -> None:
    record = record_of(Made("USD", 100_000, ((5, "EURUSD", 1_000), (30, "XAUUSD", -700))), 1)
    portfolio = combine([record], NO_RATES, "USD")
    assert portfolio.track is record.track
    alone, together = (
        measure_net(record, EVERYTHING, "UTC"),
        measure_portfolio(portfolio, EVERYTHING, "UTC"),
    )
    for ours, theirs in zip(together.values(), alone.values(), strict=True):
        assert ours.value == pytest.approx(theirs.value, nan_ok=True)
        assert ours.reason == theirs.reason


def test_margin_is_of_no_accounts_together_and_says_so() -> None:
    records = records_of([Made("USD", 100, ()), Made("USD", 100, ((1, "flow", 5),))])
    measured = measure_portfolio(combine(records, NO_RATES, "USD"), EVERYTHING, "UTC")
    assert "margin of its own" in measured.named("margin").reason
    assert "margin of its own" in measured.named("margin_level").reason


@pytest.mark.parametrize(("zone", "grain"), [("UTC", GRAIN), ("NY+7", GRAIN), ("Asia/Kolkata", FINER_GRAIN)])
def test_points_stand_where_the_days_of_the_zone_end(zone: str, grain: str) -> None:
    records = records_of([Made("USD", 0, ((1, "flow", 5),)), Made("USD", 0, ((300, "flow", 5),))])
    assert combine(records, NO_RATES, "USD", zone).track.grain == grain


def test_a_foreign_balance_moves_with_its_rate_of_the_day() -> None:
    records = records_of([Made("EUR", 0, ((0, "flow", 100_00),)), Made("USD", 0, ((24 * 9, "flow", 1),))])
    (euro, _) = member_totals(combine(records, some_rates(), "USD"), EVERYTHING)
    assert euro.booked.deposits == Decimal("110.10")
    assert euro.balance == Decimal("111.00")
