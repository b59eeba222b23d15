"""Any batch a feed may make, for hypothesis."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from services.feed import AccountReport, FeedBatch, ServerClock, ServerQuote, StatedState
from services.model import Deal, DealEntry, MarginMode, Position, Side, Symbol, TradeMode
from services.statement import StatedAccount

FIRST, LAST = datetime(1972, 1, 1), datetime(2150, 1, 1)  # noqa: DTZ001 - hypothesis adds the zone
LARGEST = 2**63 - 1
amounts = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places), st.integers(-(10**18), 10**18), st.integers(0, 8)
)
times = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
texts = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc"]), max_size=30)
names = texts.filter(bool)
tickets = st.integers(0, LARGEST)
small = st.integers(0, 2**15 - 1)
maybe: Any = st.one_of(st.none(), amounts)
zones = st.sampled_from(["NY+7", "UTC", "UTC+2", "UTC-05:30", "Europe/Berlin"])

accounts = st.builds(
    StatedAccount,
    login=names,
    currency=st.sampled_from(["USD", "JPY", "USDT"]),
    name=texts,
    server=names,
    company=texts,
    margin_mode=st.one_of(st.none(), st.sampled_from(MarginMode)),
    trade_mode=st.one_of(st.none(), st.sampled_from(TradeMode)),
    leverage=st.one_of(st.none(), st.integers(1, 3_000)),
)
deals = st.builds(
    Deal,
    ticket=tickets,
    time=times,
    server_time=st.datetimes(FIRST, LAST),
    type=small,
    entry=st.sampled_from(DealEntry),
    order=tickets,
    position_id=tickets,
    symbol=texts,
    **dict.fromkeys(("volume", "price", "commission", "swap", "profit", "fee"), amounts),
    magic=st.integers(-LARGEST, LARGEST),
    reason=small,
    comment=texts,
    external_id=texts,
)
positions = st.builds(
    Position,
    position_id=tickets,
    symbol=names,
    side=st.sampled_from(Side),
    volume=amounts,
    time=times,
    price_open=amounts,
    price_current=maybe,
    stop_loss=maybe,
    take_profit=maybe,
    swap=amounts,
    profit=amounts,
    magic=st.integers(-LARGEST, LARGEST),
    comment=texts,
)
symbols = st.builds(
    Symbol,
    name=names,
    digits=st.integers(0, 8),
    contract_size=amounts,
    currency_profit=st.sampled_from(["USD", "EUR"]),
    calc_mode=small,
    **dict.fromkeys(("tick_size", "tick_value", "tick_value_profit", "tick_value_loss"), maybe),
    **dict.fromkeys(("currency_base", "currency_margin", "description"), texts),
    **dict.fromkeys(("margin_initial", "face_value", "accrued_interest", "liquidity_rate"), amounts),
)
states = st.builds(StatedState, times, amounts, amounts, amounts, maybe)
clocks = st.builds(ServerClock, times, zones, st.integers(-720, 840))
quotes = st.builds(ServerQuote, names, names, times, st.floats(allow_nan=False), st.floats(allow_nan=False))
reports = st.builds(
    AccountReport,
    account=accounts,
    deals=st.lists(deals, max_size=3, unique_by=lambda deal: deal.ticket).map(tuple),
    positions=st.one_of(st.none(), st.lists(positions, max_size=2).map(tuple)),
    stated=st.one_of(st.none(), states),
    symbols=st.lists(symbols, max_size=2).map(tuple),
    server_zone=st.one_of(st.none(), zones),
    server_offset=st.one_of(st.none(), st.integers(-720, 840)),
    clock=st.one_of(st.none(), clocks),
)
batches = st.builds(
    FeedBatch,
    quotes=st.lists(quotes, max_size=3).map(tuple),
    reports=st.lists(reports, max_size=2).map(tuple),
    is_closed=st.booleans(),
    asleep=st.lists(names, max_size=2).map(tuple),
)
