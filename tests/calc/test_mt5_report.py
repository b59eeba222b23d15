"""MetaTrader's own figures, recomputed to the last printed digit."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from services.calc.deal_columns import DealColumns
from services.calc.mt5_report import balance_curve, curve_drawdown, mt5_report
from services.calc.reconcile import reconcile
from services.importers import SourceFile, read_statements
from services.model import DealType
from tests.making import flow, make_deal, round_trip

REAL = Path(__file__).parents[3] / "shared" / "real"
FILES = sorted(path.name for path in REAL.glob("*.xlsx"))


@pytest.mark.skipif(not FILES, reason="the real reports are not here")
@pytest.mark.parametrize("name", FILES)
def test_every_figure_of_a_real_report_is_recomputed_to_its_last_digit(name: str) -> None:
    stated = json.loads((REAL / "stated_results.json").read_text())[name]
    (statement,) = read_statements(SourceFile(name, (REAL / name).read_bytes()))
    result = reconcile(statement, digits=2)
    found = {figure.name: figure for figure in result.figures}
    printed = [key for key in stated if key not in ("Account", "Company", "Date")]
    assert set(printed) <= set(found)
    assert [figure for figure in result.figures if not figure.match] == []
    assert result.residual == 0
    assert result.problems == ()
    for key in printed:
        if isinstance(stated[key], int | float):
            assert float(found[key].computed.replace(" ", "")) == pytest.approx(stated[key], abs=1e-6)


def test_entry_commission_is_in_gross_loss_and_in_no_trade() -> None:
    deals = [flow(1, 1000), *round_trip(2, 125, commission="-1.75")]
    trades = mt5_report(DealColumns.of(deals)).trades
    assert (trades.n[0], trades.wins[0]) == (1, 1)
    assert trades.largest_win[0] == pytest.approx(123.25)
    assert trades.gross_loss[0] == pytest.approx(-1.75)
    assert trades.total[0] == pytest.approx(121.5)


def test_a_result_of_zero_is_a_win() -> None:
    assert mt5_report(DealColumns.of([flow(1, 1000), *round_trip(2, 0)])).trades.wins[0] == 1


def test_later_deposits_do_not_move_the_curve_and_a_bonus_does() -> None:
    bonus = make_deal(6, type=DealType.BONUS, profit=50)
    curve = balance_curve(DealColumns.of([flow(1, 1000), *round_trip(2, -100), flow(5, 5000), bonus]))
    assert curve.start == 1000
    assert curve.values.tolist() == [1000, 900, 950]


def test_of_equally_long_runs_the_larger_amount_is_printed() -> None:
    results = [5, 5, -1, 9, 9, -1]
    deals = [flow(1, 1000)]
    for number, result in enumerate(results):
        deals += round_trip(10 + 2 * number, result)
    trades = mt5_report(DealColumns.of(deals)).trades
    assert (trades.win_run[0], trades.win_run_money[0]) == (2, 18)


def test_relative_drawdown_may_be_another_episode_than_the_maximal() -> None:
    curve = balance_curve(
        DealColumns.of([flow(1, 100), *round_trip(2, -50), *round_trip(4, 1950), *round_trip(6, -200)])
    )
    found = curve_drawdown(curve.start, curve.values)
    assert (found.money, found.fraction, found.fraction_money) == (200, 0.5, 50)


def test_an_account_that_opens_in_mid_history_starts_at_its_opening_balance() -> None:
    curve = balance_curve(DealColumns.of(round_trip(2, -10)), Decimal(500))
    assert (curve.start, curve.values[-1]) == (500, 490)


def test_a_lost_account_has_a_growth_clamped_at_one() -> None:
    report = mt5_report(DealColumns.of([flow(1, 3000), *round_trip(2, -3031.70)]))
    assert report.ghpr == pytest.approx(1 / 3000)
