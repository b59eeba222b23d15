from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from services.importers import SourceFile, read_statements
from services.instrument import Instrument
from services.model import DealEntry, DealType
from services.statement import StatementKind
from tests.importers.reading import read, refusal

HEAD = "time,account,symbol,asset_class,side,quantity,price,commission,fee,order_id"
LINES = (
    "2026-01-05T10:00:00Z,ACC1,AAPL,stock,buy,100,190.25,1.00,0.02,7001",
    "2026-01-05T11:00:00Z,ACC1,AAPL,stock,sell,100,191.25,1.00,0.03,7002",
)


def csv(*lines: str, head: str = HEAD) -> bytes:
    return "\n".join((head, *lines, "")).encode()


def test_executions_become_deals_for_the_ledger_to_net() -> None:
    statement = read(csv(*LINES))
    assert statement.format == "executions_csv"
    assert statement.kind is StatementKind.EXECUTIONS
    assert statement.needs_netting
    assert statement.times_are_utc
    first, second = (each.deal for each in statement.deals)
    assert (first.type, second.type) == (DealType.BUY, DealType.SELL)
    assert (first.entry, second.entry) == (DealEntry.IN, DealEntry.IN)
    assert (first.volume, first.price) == (Decimal(100), Decimal("190.25"))
    assert (first.commission, first.fee) == (Decimal("-1.00"), Decimal("-0.02"))
    assert (first.order, first.external_id) == (7001, "7001")
    assert first.time == datetime(2026, 1, 5, 10, tzinfo=UTC)
    assert [each.row for each in statement.deals] == [2, 3]
    assert statement.instruments == {"AAPL": Instrument("stock", Decimal(1))}


def test_each_account_is_a_statement() -> None:
    content = csv(*LINES, LINES[0].replace("ACC1", "ACC2"))
    statements = read_statements(SourceFile("a", content))
    assert [(each.account.login, len(each.deals)) for each in statements] == [("ACC1", 2), ("ACC2", 1)]


def test_columns_may_come_in_any_order_under_other_names() -> None:
    head = "Qty;Ticker;Action;Date/Time;Fill Price;Acct;Comm;Remarks"
    statement = read(csv("10;MSFT;BOT;2026-01-05 10:00;400,5;U1;-1,25;nice", head=head))
    deal = statement.deals[0].deal
    assert deal.symbol == "MSFT"
    assert [deal.volume, deal.price, deal.commission] == [Decimal(10), Decimal("400.5"), Decimal("-1.25")]
    assert not statement.times_are_utc
    assert any("Remarks" in warning for warning in statement.warnings)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(separator: str) -> None:
    content = csv(*LINES).decode().replace(",", separator).encode()
    assert len(read(content).deals) == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_found(encoding: str) -> None:
    content = csv(*LINES).decode().replace("ACC1", "Müller").encode(encoding)
    assert read(content).account.login == "Müller"


def test_a_line_break_in_quotes_is_no_new_record() -> None:
    content = csv(LINES[0].replace("AAPL", '"AAPL\nApple"'), LINES[1])
    statement = read(content)
    assert statement.deals[0].deal.symbol == "AAPL Apple"
    assert [each.row for each in statement.deals] == [2, 4]


def test_a_ticket_is_the_same_in_any_file() -> None:
    whole = read(csv(*LINES))
    reordered = read(csv("Zeit;Seite;x".replace("Zeit;Seite;x", LINES[1])))
    assert reordered.deals[0].deal.ticket == whole.deals[1].deal.ticket
    assert 0 < whole.deals[0].deal.ticket < 1 << 63


def test_identical_lines_are_different_executions() -> None:
    tickets = [each.deal.ticket for each in read(csv(LINES[0], LINES[0], LINES[0])).deals]
    assert len(set(tickets)) == 3


def test_tickets_do_not_depend_on_how_numbers_are_written() -> None:
    other = LINES[0].replace("190.25", "190.250").replace(",100,", ",100.0,")
    assert read(csv(other)).deals[0].deal.ticket == read(csv(LINES[0])).deals[0].deal.ticket


def test_an_offset_is_respected() -> None:
    deal = read(csv(LINES[0].replace("10:00:00Z", "10:00:00-05:00"))).deals[0].deal
    assert deal.time == datetime(2026, 1, 5, 15, tzinfo=UTC)
    assert deal.server_time == datetime(2026, 1, 5, 15, tzinfo=UTC).replace(tzinfo=None)


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-13 10:30",
        "2026-01-13T10:30:00",
        "2026.01.13 10:30:00",
        "2026/01/13 10:30:00.000",
        "20260113 10:30:00",
        "20260113;103000",
        "13/01/2026 10:30",
        "01/13/2026 10:30",
        "01/13/2026 10:30 AM",
        "1/13/26 10:30",
        "13.01.2026 10:30:00",
        "1768300200",
        "1768300200000",
    ],
)
def test_times_are_read_in_many_ways(text: str) -> None:
    statement = read(csv(LINES[0].replace("2026-01-05T10:00:00Z", text)))
    assert statement.deals[0].deal.time == datetime(2026, 1, 13, 10, 30, tzinfo=UTC)


def test_day_and_clock_may_stand_in_two_columns() -> None:
    line = LINES[0].replace("2026-01-05T10:00:00Z", "10:30:00") + ",2026-01-05"
    assert read(csv(line, head=HEAD + ",date")).deals[0].deal.server_time.isoformat() == "2026-01-05T10:30:00"
    day = LINES[0].replace("2026-01-05T10:00:00Z", "2026-01-05")
    assert read(csv(day, head=HEAD.replace("time", "Trade Date"))).deals[0].deal.server_time.hour == 0


def test_an_afternoon_is_read() -> None:
    statement = read(csv(LINES[0].replace("2026-01-05T10:00:00Z", "01/13/2026 12:30:00 PM")))
    assert statement.deals[0].deal.time.hour == 12


def test_one_date_tells_the_order_of_all() -> None:
    lines = [
        LINES[0].replace("2026-01-05T10:00:00Z", text) for text in ("02/03/2026 10:00", "01/13/2026 10:00")
    ]
    assert read(csv(*lines)).deals[0].deal.time == datetime(2026, 2, 3, 10, tzinfo=UTC)


def test_a_point_between_day_and_month_means_day_first() -> None:
    line = LINES[0].replace("2026-01-05T10:00:00Z", "02.03.2026 10:00")
    assert read(csv(line)).deals[0].deal.time == datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("2026-01-05T10:00:00Z", "02/03/2026 10:00", "day or with the month"),
        ("2026-01-05T10:00:00Z", "yesterday", "Line 2, column time: 'yesterday'"),
        ("2026-01-05T10:00:00Z", "2026-13-05 10:00", "Line 2, column time"),
        (",buy,", ",hold,", "Line 2, column side: 'hold'"),
        (",100,", ",many,", "Line 2, column quantity: 'many' is not a number"),
        (",100,", ",,", "Line 2, column quantity: there is no number"),
        (",100,", ",0,", "Line 2: a quantity of 0"),
        (",100,", ",-100,", "Line 2: a quantity of -100 cannot be a buy"),
        ("190.25", "1e999", "Line 2, column price"),
        ("190.25", "1e20", "beyond any price"),
        ("190.25", "nan", "Line 2, column price"),
        ("ACC1", "", "Line 2 has no account"),
        ("AAPL", "", "Line 2 has no symbol"),
        ("7001", "7001,x,y", "Line 2 has 12 cells"),
    ],
)
def test_one_bad_cell_refuses_the_file_and_is_named(old: str, new: str, words: str) -> None:
    assert words in refusal(csv(LINES[0].replace(old, new)))


def test_dates_of_both_orders_are_refused() -> None:
    lines = [LINES[0].replace("2026-01-05T10:00:00Z", text) for text in ("13/01/2026", "01/13/2026")]
    assert "some with the month" in refusal(csv(*lines))


def test_times_with_and_without_offset_are_refused() -> None:
    assert "offset" in refusal(csv(LINES[0], LINES[1].replace("00Z", "00")))


@pytest.mark.parametrize("column", ["time", "account", "symbol", "side", "quantity", "price"])
def test_a_missing_column_is_named(column: str) -> None:
    place = HEAD.split(",").index(column)
    kept = [
        ",".join(cell for index, cell in enumerate(line.split(",")) if index != place)
        for line in (HEAD, *LINES)
    ]
    sentence = refusal("\n".join(kept).encode(), "executions_csv")
    assert column in sentence


def test_column_names_without_executions_are_refused() -> None:
    assert "no executions below" in refusal(csv())


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("1.00", "0.50"), ("-1.00", "-0.50")),
        (("-1.00", "-0.50"), ("-1.00", "-0.50")),
        (("1.00", "1.00", "-0.20"), ("-1.00", "-1.00", "0.20")),
        (("-1.00", "-1.00", "0.20"), ("-1.00", "-1.00", "0.20")),
        (("$1.00", "(0.50)", "0"), ("-1.00", "0.50", "0")),
    ],
)
def test_a_cost_is_negative_whatever_its_sign_in_the_file(
    texts: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    statement = read(csv(*(LINES[0].replace(",1.00,", f",{text},") for text in texts)))
    assert [each.deal.commission for each in statement.deals] == [Decimal(text) for text in expected]


def test_costs_of_both_signs_are_reported() -> None:
    statement = read(csv(LINES[0], LINES[1].replace(",1.00,", ",-0.20,")))
    assert any("both signs" in warning for warning in statement.warnings)


def test_a_decimal_comma_is_found() -> None:
    lines = [line.replace(",", ";").replace(".", ",") for line in (HEAD, *LINES)]
    assert read("\n".join(lines).encode()).deals[0].deal.price == Decimal("190.25")


def test_grouped_numbers_are_read() -> None:
    line = LINES[0].replace("190.25", '"12,190.25"')
    assert read(csv(line)).deals[0].deal.price == Decimal("12190.25")


def test_numbers_of_both_kinds_are_refused() -> None:
    assert "decimal comma" in refusal(csv(LINES[0].replace("190.25", '"190,25"')))


def test_a_comma_that_could_be_either_is_refused() -> None:
    line = LINES[0].replace("190.25", '"1,234"').replace("1.00,0.02", "1,0")
    assert "'1,234' may have a decimal comma" in refusal(csv(line))


def test_an_option_counts_a_hundred_unless_the_file_says_otherwise() -> None:
    option = LINES[0].replace("AAPL,stock", "AAPL 260116C00200000,option")
    statement = read(csv(option))
    assert statement.instruments["AAPL 260116C00200000"].multiplier == 100
    assert any("100 is assumed" in warning for warning in statement.warnings)
    stated = read(csv(option + ",10", head=HEAD + ",multiplier"))
    assert stated.instruments["AAPL 260116C00200000"] == Instrument("option", Decimal(10), is_assumed=False)
    assert stated.deals[0].deal.volume == 100


def test_a_multiplier_that_changes_is_refused() -> None:
    assert "contradicts" in refusal(csv(LINES[0] + ",10", LINES[1] + ",20", head=HEAD + ",contract_size"))


def test_the_currency_is_the_file_s_or_nobody_s() -> None:
    assert read(csv(LINES[0] + ",eur", head=HEAD + ",currency")).account.currency == "EUR"
    silent = read(csv(LINES[0]))
    assert silent.account.currency == ""
    assert any("no currency" in warning for warning in silent.warnings)
    assert "EUR and USD" in refusal(csv(LINES[0] + ",eur", LINES[1] + ",usd", head=HEAD + ",currency"))


def test_a_sell_may_have_a_negative_quantity() -> None:
    deal = read(csv(LINES[1].replace(",100,", ",-100,"))).deals[0].deal
    assert (DealType(deal.type), deal.volume) == (DealType.SELL, Decimal(100))
