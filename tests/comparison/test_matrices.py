"""Matrices of trades: nothing is lost, the clock is the wall's, colors are fair."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from services.calc.server_zone import server_zone
from services.comparison.clock import hours, weekdays
from services.comparison.duration_outcome import DURATIONS, duration_outcome
from services.comparison.fold import fold
from services.comparison.hour_weekday import hour_weekday
from services.comparison.intensity import color_intensity, normalized
from services.comparison.matrix import Terms, make_matrix, untold_matrix
from services.comparison.minor_units import minor_units
from services.comparison.month_year import month_year
from services.comparison.symbol_matrix import symbol_account, symbol_weekday
from services.comparison.trade_columns import TradeColumns, joined
from services.metrics import find_metric

ZONES = ("America/New_York", "Europe/Helsinki", "Asia/Kolkata", "America/Asuncion", "Pacific/Kiritimati")
UNITS = st.integers(-(10**9), 10**9)


def columns(
    net: list[float], exits: list[str] | None = None, held: list[float] | None = None, **changes: object
) -> TradeColumns:
    size = len(net)
    closed = np.array(exits or ["2026-01-05T10:00"] * size, dtype="datetime64[us]")
    seconds = np.array(held or [60.0] * size)
    known = np.nan_to_num(seconds * 1e6).astype("timedelta64[us]")
    made = {
        "net": np.array(net, dtype=np.float64),
        "exit": closed,
        "entry": np.where(np.isnan(seconds), np.datetime64("NaT"), closed - known).astype("datetime64[us]"),
        "symbol": np.zeros(size, dtype=np.int64),
        "account": np.zeros(size, dtype=np.int64),
        "is_long": np.ones(size, dtype=bool),
        "volume": np.ones(size),
        "symbols": ("EURUSD",) if size else (),
    }
    return TradeColumns(**(made | changes))  # type: ignore[arg-type]


@st.composite
def instants(draw: st.DrawFn, size: int) -> np.ndarray:
    """Exit times near the changes of clocks, and near the ends of days, months and years."""
    edges = ["2022-10-02", "2023-03-26", "2023-10-29", "2023-11-05", "2023-12-31", "2024-02-29", "2024-03-24"]
    base = draw(arrays.arrays(np.int64, size, elements=st.integers(0, len(edges) - 1)))
    minutes = draw(arrays.arrays(np.int64, size, elements=st.integers(-1_500, 1_500)))
    found: np.ndarray = np.array(edges, dtype="datetime64[us]")[base] + minutes.astype("timedelta64[m]")
    return found


@st.composite
def ledgers(draw: st.DrawFn) -> TradeColumns:
    cents = draw(st.lists(UNITS, max_size=40))
    size = len(cents)
    held = draw(st.lists(st.floats(0, 1e7) | st.just(np.nan), min_size=size, max_size=size))
    codes = draw(arrays.arrays(np.int64, size, elements=st.integers(0, 3)))
    trades = columns([cent / 100 for cent in cents], None, held, symbols=("A", "B", "C", "D"))
    closed = draw(instants(size))
    entry = np.where(np.isnat(trades.entry), trades.entry, closed - (trades.exit - trades.entry))
    return columns(
        [cent / 100 for cent in cents],
        symbols=("A", "B", "C", "D"),
        exit=closed,
        entry=entry.astype("datetime64[us]"),
        symbol=codes,
        account=codes[::-1].copy(),
    )


@given(trades=ledgers(), zone=st.sampled_from(ZONES), rate=st.sampled_from([1.0, 1.0837, 0.0064]))
def test_every_money_matrix_adds_up_to_the_same_total(trades: TradeColumns, zone: str, rate: float) -> None:
    local = server_zone(zone).local_times(trades.exit)
    net = trades.net * rate
    total = round(sum((Decimal(repr(float(net.sum()))),), Decimal(0)), 2)
    for placed in (
        hour_weekday(local),
        month_year(local),
        symbol_account(trades, ("x", "y", "z", "w")),
        symbol_account(trades, ("x", "y", "z", "w"), 2),
        symbol_weekday(trades, local),
        duration_outcome(trades),
    ):
        made = make_matrix(net, placed, "net_profit", Terms("USD", 2, zone))
        assert made.minor is not None
        cells = made.minor[:-1, :-1]
        assert (cells.sum(axis=1) == made.minor[:-1, -1]).all()
        assert (cells.sum(axis=0) == made.minor[-1, :-1]).all()
        assert cells.sum() == made.minor[-1, -1]
        assert abs(Decimal(int(made.minor[-1, -1])) / 100 - total) <= Decimal("0.01") * (rate != 1.0)
        assert made.cell_counts.sum() == made.counts[-1, -1] == trades.net.size
        assert np.isnan(made.cells[made.cell_counts == 0]).all()


@given(st.lists(UNITS, min_size=1, max_size=50))
def test_whole_cents_stay_what_they_are(cents: list[int]) -> None:
    assert minor_units(np.array(cents) / 100, 2).tolist() == cents


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=50))
def test_no_amount_is_more_than_a_cent_from_what_it_was(amounts: list[float]) -> None:
    exact = np.array(amounts)
    assert (np.abs(minor_units(exact, 2) - exact * 100) <= 1.01).all()


@pytest.mark.parametrize(
    ("zone", "instant", "hour", "weekday"),
    [
        ("America/New_York", "2023-11-05T05:30", 1, 6),  # the first of the two hours
        ("America/New_York", "2023-11-05T06:30", 1, 6),  # the second of them
        ("America/New_York", "2023-03-12T07:00", 3, 6),
        ("Europe/Helsinki", "2023-03-26T01:00", 4, 6),
        ("Asia/Kolkata", "2023-03-26T18:30", 0, 0),
        ("America/Asuncion", "2022-10-02T04:00", 1, 6),  # midnight did not exist
        ("America/Asuncion", "2024-03-24T03:30", 23, 5),  # the hour before midnight came twice
        ("Pacific/Kiritimati", "2023-12-31T10:00", 0, 0),
        ("NY+7", "2023-11-05T21:59", 23, 6),
    ],
)
def test_hours_and_weekdays_are_those_of_the_wall(zone: str, instant: str, hour: int, weekday: int) -> None:
    local = server_zone(zone).local_times(np.array([instant], dtype="datetime64[us]"))
    assert (hours(local)[0], weekdays(local)[0]) == (hour, weekday)


def test_the_years_go_from_the_first_to_the_last() -> None:
    local = np.array(["2022-12-31T23:59", "2025-01-01T00:00"], dtype="datetime64[us]")
    made = make_matrix(np.array([1.0, 2.0]), month_year(local), "net_profit", Terms("USD", 2, "UTC"))
    assert made.columns == ("2022", "2023", "2024", "2025")
    assert (made.money(11, 0), made.money(0, 3), made.money(0, 1)) == (Decimal("1.00"), Decimal("2.00"), None)


@pytest.mark.parametrize(
    ("seconds", "bucket"),
    [
        (0, "under 1 min"),
        (59.9, "under 1 min"),
        (60, "1–5 min"),
        (3_600, "1–4 h"),
        (86_400, "1–7 d"),
        (604_800, "over 7 d"),
        (np.nan, "entry unknown"),
    ],
)
def test_a_bound_belongs_to_the_longer_holding_time(seconds: float, bucket: str) -> None:
    assert DURATIONS[duration_outcome(columns([1.0], held=[seconds])).row[0]] == bucket


def test_metrics_of_cells_are_those_of_the_registry() -> None:
    trades = columns([30.0, -10.0, 5.0, 0.0])
    placed = duration_outcome(trades)
    by_symbol = symbol_account(trades, ("x",))
    terms = Terms("USD", 2, "UTC")
    assert make_matrix(trades.net, by_symbol, "win_rate", terms).cells.tolist() == [[0.5]]
    assert make_matrix(trades.net, by_symbol, "profit_factor", terms).cells.tolist() == [[3.5]]
    assert make_matrix(trades.net, by_symbol, "expectancy", terms).cells.tolist() == [[6.25]]
    made = make_matrix(trades.net, placed, "total_trades", terms)
    assert made.counts[-1].tolist() == [2, 1, 1, 4]
    assert made.values[-1].tolist() == [2, 1, 1, 4]
    assert made.is_small(1, 0)


def test_what_cannot_be_told_is_still_counted() -> None:
    trades = columns([30.0, -10.0])
    made = untold_matrix(symbol_account(trades, ("x",)), "net_profit", Terms("USD", 2, "UTC"), "No rate.")
    assert (made.reason, made.counts[-1, -1], made.money(-1, -1)) == ("No rate.", 2, None)
    assert np.isnan(made.values).all()


def test_one_outlier_does_not_pale_the_others() -> None:
    values = np.array([10.0, -10.0, 9.0, -8.0, 5.0, 1e9])
    shades = color_intensity(values, find_metric("net_profit"))
    assert shades[0] == 1 == shades[-1]
    assert shades[1] == -1


@given(arrays.arrays(np.float64, 12, elements=st.floats(-1e9, 1e9) | st.just(np.nan)))
def test_colors_keep_sign_and_bounds(values: np.ndarray) -> None:
    shades = color_intensity(values, find_metric("net_profit"))
    assert (np.isnan(shades) == np.isnan(values)).all()
    known = ~np.isnan(values)
    assert (np.abs(shades[known]) <= 1).all()
    assert (np.sign(shades[known]) * np.sign(values[known]) >= 0).all()
    assert np.allclose(color_intensity(-values, find_metric("net_profit")), -shades, equal_nan=True)


def test_win_rates_are_colored_around_a_half_and_factors_around_one() -> None:
    assert color_intensity(np.array([0.5, 0.7, 0.3]), find_metric("win_rate")).tolist() == pytest.approx(
        [0, 1, -1]
    )
    shades = color_intensity(np.array([1.0, 2.0, 0.5]), find_metric("profit_factor"))
    assert shades.tolist() == pytest.approx([0, 1, -1])


def test_the_smallest_is_zero_and_the_largest_one() -> None:
    assert normalized(np.array([2.0, np.nan, 4.0, 3.0])).tolist() == pytest.approx(
        [0, np.nan, 1, 0.5], nan_ok=True
    )
    assert normalized(np.array([7.0])).tolist() == [0.5]


def test_rare_labels_become_one_at_the_end() -> None:
    codes, labels = fold(np.array([3, 3, 3, 1, 1, 0, 2]), ("a", "b", "c", "d"), 3)
    assert labels == ("b", "d", "2 others")
    assert codes.tolist() == [1, 1, 1, 0, 0, 2, 2]
    assert fold(np.array([0]), ("a",), 1)[1] == ("a",)


def test_accounts_are_joined_under_one_list_of_symbols() -> None:
    both = joined([columns([1.0], symbols=("Z",)), columns([2.0], symbols=("A",))])
    assert both.symbols == ("A", "Z")
    assert (both.symbol.tolist(), both.account.tolist()) == ([1, 0], [0, 1])
    assert joined([]).net.size == 0
