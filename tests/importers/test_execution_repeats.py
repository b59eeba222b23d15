"""What an execution file tells twice, and prices that cannot be."""

from __future__ import annotations

from tests.importers.reading import read, refusal

HEAD = "time,account,symbol,asset_class,side,quantity,price,exec_id"
BUY = "2026-01-05T10:00:00Z,U1,XYZ,stock,buy,100,10,"
SELL = "2026-01-06T10:00:00Z,U1,XYZ,stock,sell,100,-12,E9"


def _file(*lines: str) -> bytes:
    return "\n".join((HEAD, *lines, "")).encode()


def test_an_execution_that_is_told_again_counts_once() -> None:
    statement = read(_file(BUY + "E1", BUY + "E2", BUY + "E1", BUY + "E1"))
    assert [row.deal.external_id for row in statement.deals] == ["E1", "E2"]
    assert "Lines 4, 5 tell an execution of the same id again; it counts once." in statement.warnings


def test_equal_lines_without_an_id_are_fills_of_their_own() -> None:
    statement = read(_file(BUY, BUY))
    assert len({row.deal.ticket for row in statement.deals}) == 2
    assert "Line 3 tells what an earlier line tells, without an id; both count." in statement.warnings


def test_a_share_has_no_price_below_zero() -> None:
    assert refusal(_file(BUY, SELL)) == "Line 3: XYZ, stock, has a price of -12."
    assert read(_file(BUY, SELL.replace("stock", "future"))).deals[1].deal.price == -12
