"""A statement against itself."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from services.calc.reconcile import reconcile
from services.calc.stated import compare, numbers_in
from services.model import DealEntry, DealType
from services.statement import StatementKind
from tests.making import flow, make_deal, make_statement, round_trip


def test_an_unbroken_chain_leaves_no_residual() -> None:
    result = reconcile(make_statement([flow(1, 1000), *round_trip(2, 25, commission=-1)]), digits=2)
    assert (result.residual, result.problems, result.balance) == (0, (), 1023)
    assert result.chain == "unbroken over 3 deals"


def test_a_missing_row_breaks_the_chain_and_is_named() -> None:
    statement = make_statement([flow(1, 1000), *round_trip(2, 25), *round_trip(4, -10)])
    trimmed = replace(statement, deals=(*statement.deals[:2], *statement.deals[3:]))
    result = reconcile(trimmed, digits=2)
    assert result.residual == 25
    assert "Row 4" in result.problems[0]


def test_a_window_that_begins_in_mid_history_knows_what_was_there_before() -> None:
    exit_deal = make_deal(
        9, type=DealType.SELL, entry=DealEntry.OUT, position_id=5, symbol="X", volume=1, price=2, profit=10
    )
    result = reconcile(make_statement([exit_deal], opening=500), digits=2)
    assert (result.opening_balance, result.orphans, result.residual) == (500, 1, 0)


def test_a_ticket_that_is_there_twice_is_a_problem() -> None:
    result = reconcile(make_statement([flow(1, 1000), flow(1, 1000)]), digits=2)
    assert result.problems == ("Row 2: deal 1 is in the file twice.",)


def test_a_stated_balance_that_the_deals_do_not_give_is_a_problem() -> None:
    result = reconcile(make_statement([flow(1, 1000)], figures={"Balance": "1 001.00"}), digits=2)
    assert result.residual == 1
    assert result.problems == ("The file states Balance 1 001.00, its deals make 1 000.00.",)


def test_an_mt4_statement_whose_rows_were_cut_would_begin_below_zero() -> None:
    statement = replace(
        make_statement([flow(1, 1000)], figures={"Balance": "100.00"}),
        kind=StatementKind.MT4_STATEMENT,
        deals=(replace(make_statement([flow(1, 1000)]).deals[0], balance=None),),
        opening_balance=Decimal(-900),
    )
    assert "below zero" in reconcile(statement, digits=2).problems[0]


@pytest.mark.parametrize(
    ("stated", "computed", "match"),
    [
        ("2 313.28 (2.30%)", (2313.28, 2.3044), True),
        ("2 313.28 (2.30%)", (2313.28, 2.3051), False),
        ("-2 064.04 (11)", (-2064.04, 11.0), True),
        ("0.69", (0.687047,), True),
        ("96 (51.04%)", (96.0, 51.0416), True),
    ],
)
def test_compares_to_the_last_printed_digit(stated: str, computed: tuple[float, ...], match: bool) -> None:
    found = compare("x", stated, computed, cells=False)
    assert found.match is match
    assert (found.computed == stated) is match


def test_spreadsheet_cells_are_compared_to_six_digits() -> None:
    assert not compare("x", "0.69", (0.687047,), cells=True).match
    assert compare("x", "0.687047", (0.6870471839,), cells=True).match


def test_reads_numbers_in_every_printed_layout() -> None:
    assert numbers_in("7 (763.44)") == (7, 763.44)
    assert numbers_in("1\u00a0234.50") == (1234.5,)
    assert numbers_in("\u22125,50") == (-5.5,)
