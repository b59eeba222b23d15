"""Lines of execution files that are no plain trades: ends of options, splits, days of settlement."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.instrument import DealEvent, EventKind, Instrument
from tests.importers.reading import read, refusal

HEAD = "time,account,symbol,asset_class,side,quantity,price,event,ratio,settles"
OPTION = "AAPL  250620C00200000"
TRADE = "2025-06-02T10:00:00Z,A,AAPL,stock,buy,100,190.25,,,"


def csv(*lines: str, head: str = HEAD) -> bytes:
    return "\n".join((head, *lines, "")).encode()


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("expired", EventKind.EXPIRATION),
        ("Expiration", EventKind.EXPIRATION),
        ("exercised", EventKind.EXERCISE),
        ("Assigned", EventKind.ASSIGNMENT),
    ],
)
def test_the_end_of_an_option_needs_neither_side_nor_price(word: str, kind: EventKind) -> None:
    statement = read(csv(f"2025-06-20T20:00:00Z,A,{OPTION},option,,1,,{word},,"))
    (row,) = statement.deals
    assert statement.events == {row.deal.ticket: DealEvent(kind)}
    assert (row.deal.volume, row.deal.price) == (1, 0)


def test_a_side_may_name_the_event() -> None:
    statement = read(csv(f"2025-06-20T20:00:00Z,A,{OPTION},option,Expired,1,0,,,"))
    assert [event.kind for event in statement.events.values()] == [EventKind.EXPIRATION]


def test_shares_that_were_exercised_are_delivered_at_the_strike() -> None:
    statement = read(csv("2025-06-20T20:00:00Z,A,AAPL,stock,buy,100,200,exercised,,"))
    (row,) = statement.deals
    assert statement.events == {row.deal.ticket: DealEvent(EventKind.DELIVERED)}
    assert row.deal.price == 200


@pytest.mark.parametrize(("text", "ratio"), [("2:1", "2"), ("1:10", "0.1"), ("3 for 2", "1.5"), ("2", "2")])
def test_a_split_has_a_ratio_and_no_quantity(text: str, ratio: str) -> None:
    statement = read(csv(f"2025-06-20T08:00:00Z,A,AAPL,stock,,,,split,{text},"))
    (row,) = statement.deals
    assert statement.events == {row.deal.ticket: DealEvent(EventKind.SPLIT, Decimal(ratio))}
    assert row.deal.volume == 0


@pytest.mark.parametrize("text", ["", "two", "0:1", "-2", "nan"])
def test_a_split_without_a_usable_ratio_refuses_the_file(text: str) -> None:
    line = f"2025-06-20T08:00:00Z,A,AAPL,stock,,,,split,{text},"
    assert "Line 2, column ratio" in refusal(csv(line))


def test_an_unknown_event_refuses_the_file() -> None:
    assert "Line 2, column event: 'merger'" in refusal(csv(TRADE.replace(",,,", ",merger,,")))


def test_a_trade_still_needs_side_quantity_and_price() -> None:
    assert "column side" in refusal(csv(TRADE.replace("buy", "")))
    assert "column price" in refusal(csv(TRADE.replace("190.25", "")))


def test_the_ticket_of_a_trade_is_the_same_with_and_without_the_new_columns() -> None:
    old = read(csv(TRADE.removesuffix(",,,"), head=HEAD.removesuffix(",event,ratio,settles")))
    new = read(csv(TRADE.replace(",,,", ",trade,,2025-06-03")))
    assert new.deals == old.deals


def test_the_day_of_settlement_is_kept() -> None:
    statement = read(csv(TRADE + "06/03/2025", TRADE.replace("100", "50") + "06/13/2025"))
    assert [event.settles for event in statement.events.values()] == [date(2025, 6, 3), date(2025, 6, 13)]
    assert "column settles" in refusal(csv(TRADE + "soon"))


def test_the_class_of_a_symbol_is_kept_by_its_usual_words() -> None:
    lines = [
        TRADE.replace("AAPL,stock", f"{symbol},{word}")
        for symbol, word in (
            ("AAPL", "STK"),
            ("ES", "Futures"),
            ("BTC", "cryptocurrency"),
            ("X", "Ruritanian"),
        )
    ]
    found = read(csv(*lines)).instruments
    classes = {symbol: told.asset_class for symbol, told in found.items()}
    assert classes == {"AAPL": "stock", "ES": "future", "BTC": "crypto", "X": "ruritanian"}
    assert found["AAPL"] == Instrument("stock", Decimal(1))


def test_a_future_without_a_multiplier_is_said() -> None:
    assert any(
        "future without a multiplier" in text
        for text in read(csv(TRADE.replace("AAPL,stock", "ES,fut"))).warnings
    )


def test_a_file_of_dates_says_so() -> None:
    assert not read(csv(TRADE)).has_dates_only
    assert read(csv(TRADE.replace("T10:00:00Z", ""))).has_dates_only
