"""A tax year end to end: a broker's file goes in, rows and the proof that nothing is lost come out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from services.errors import InvalidInputError
from services.storage import series
from services.tax.model import LotMethod, Owner, TaxClass
from tests.tax.stories import account_named, imported, line

if TYPE_CHECKING:
    from services.container import Services
    from services.tax.model import FormRow
    from services.tax.year import TaxYear

WASH = (
    line("2025-06-02", "buy", 100, "50", order_id="1"),
    line("2025-12-30", "sell", 100, "40", order_id="2"),
    line("2026-01-29", "buy", 100, "39", order_id="3"),
)
MIXED = (
    line("2025-03-03T15:00:00Z", "buy", 1000, "1.10", symbol="EURUSD", asset_class="forex"),
    line("2025-03-04T15:00:00Z", "sell", 1000, "1.22", symbol="EURUSD", asset_class="forex"),
    line("2025-03-03T15:00:00Z", "buy", 1, "40000", symbol="US30", asset_class="cfd"),
    line("2025-03-04T15:00:00Z", "sell", 1, "39920", symbol="US30", asset_class="cfd"),
    line("2025-03-03T15:00:00Z", "buy", 10, "200", symbol="AAPL"),
    line("2025-03-04T15:00:00Z", "sell", 10, "205", symbol="AAPL"),
    line("2025-03-03T15:00:00Z", "buy", 1, "5000", symbol="ES", asset_class="future", multiplier="50"),
    line("2025-03-04T15:00:00Z", "sell", 1, "5004", symbol="ES", asset_class="future", multiplier="50"),
)


def shown(row: FormRow) -> tuple[object, ...]:
    return row.part, row.acquired, row.sold, row.proceeds, row.basis, row.codes, row.adjustment, row.gain


def holds_together(year: TaxYear) -> bool:
    classes = sum(total.result for total in year.classes) + sum(amount for _, amount in year.interest)
    steps = sum(step.amount for step in year.bridge[:-1])
    return classes == year.ledger_result and steps == year.bridge[-1].amount == sum(r.gain for r in year.rows)


def test_a_loss_is_washed_by_a_purchase_of_the_next_january(services: Services) -> None:
    imported(services, *WASH)
    year = services.tax_years.of(2025)
    assert [shown(row) for row in year.rows] == [
        ("I", date(2025, 6, 2), date(2025, 12, 30), 4000, 5000, "W", 1000, 0)
    ]
    assert [(wash.quantity, wash.disallowed) for wash in year.washes] == [(100, 1000)]
    assert (year.is_final, year.data_through) == (False, date(2026, 1, 29))
    assert [step.amount for step in year.bridge] == [-1000, 0, 0, 1000, 0]
    assert holds_together(year)


def test_only_property_is_on_the_form_and_all_classes_are_the_ledger(services: Services) -> None:
    imported(services, *MIXED)
    year = services.tax_years.of(2025)
    assert [(row.symbol, row.gain) for row in year.rows] == [("AAPL", 50)]
    assert {total.tax_class: total.result for total in year.classes} == {
        TaxClass.F8949_SECURITY: 50,
        TaxClass.S1256: 200,
        TaxClass.S988: 120,
        TaxClass.SWAP_ORDINARY: -80,
    }
    assert year.ledger_result == 290
    assert holds_together(year)
    assert [(one.symbol, one.rule) for one in year.symbols] == [
        ("AAPL", "stock"),
        ("ES", "future"),
        ("EURUSD", "forex"),
        ("US30", "cfd"),
    ]
    assert not year.is_blocked


def test_an_account_of_a_demo_has_no_form(services: Services) -> None:
    imported(services, *MIXED)
    with services.database.begin() as connection:
        connection.exec_driver_sql("UPDATE accounts SET trade_mode = 'demo'")
    year = services.tax_years.of(2025)
    assert (year.rows, year.classes, year.ledger_result) == ((), (), 0)
    assert "demo" in year.warnings[0]
    assert [(one.trades, one.reason) for one in year.left_out] == [
        (4, "a demo account: nothing in it is real")
    ]


def test_a_symbol_nobody_told_of_blocks_the_form_until_someone_decides(services: Services) -> None:
    imported(
        services,
        line("2025-03-03", "buy", 10, "5", symbol="QQQQX", asset_class=""),
        line("2025-03-04", "sell", 10, "6", symbol="QQQQX", asset_class=""),
    )
    year = services.tax_years.of(2025)
    assert (year.rows, year.is_blocked) == ((), True)
    assert [(one.symbol, one.trades, one.result) for one in year.decisions] == [("QQQQX", 1, 10)]
    services.tax_profiles.set_class("QQQQX", TaxClass.F8949_SECURITY)
    decided = services.tax_years.of(2025)
    assert ([row.gain for row in decided.rows], decided.is_blocked) == ([10], False)


def test_a_date_stays_that_date_and_a_time_is_the_exchange_s(services: Services) -> None:
    imported(services, line("2025-03-03", "buy", 1, "5"), line("2025-03-04", "sell", 1, "6"))
    late = [
        line("2025-05-05T02:30:00Z", "buy", 1, "5", account="U2", symbol="ABC"),
        line("2026-01-01T02:00:00Z", "sell", 1, "6", account="U2", symbol="ABC"),
    ]
    imported(services, *late)
    rows = services.tax_years.of(2025).rows
    assert [(row.symbol, row.acquired, row.sold) for row in rows] == [
        ("XYZ", date(2025, 3, 3), date(2025, 3, 4)),
        ("ABC", date(2025, 5, 4), date(2025, 12, 31)),
    ]


def test_purchases_of_a_retirement_account_wash_for_good_and_have_no_rows(services: Services) -> None:
    imported(services, *WASH[:2], line("2026-01-05", "buy", 100, "39", account="IRA"))
    services.tax_profiles.set_owner(str(account_named(services, "IRA").id), Owner.RETIREMENT)
    year = services.tax_years.of(2025)
    assert [(row.account, row.adjustment) for row in year.rows] == [("U1", 1000)]
    assert [wash.is_permanent for wash in year.washes] == [True]
    assert [one.account for one in year.left_out] == ["IRA"]


def test_chosen_accounts_limit_the_rows_and_not_the_washes(services: Services) -> None:
    imported(services, *WASH[:2], line("2026-01-05", "buy", 100, "39", account="U2"))
    one, other = (account_named(services, login).id for login in ("U1", "U2"))
    assert [row.adjustment for row in services.tax_years.of(2025, [one]).rows] == [1000]
    assert services.tax_years.of(2025, [other]).rows == ()


def test_methods_begin_on_a_day_and_never_within_a_closed_year(services: Services) -> None:
    imported(
        services,
        line("2024-03-01", "buy", 10, "10"),
        line("2024-03-04", "buy", 10, "20"),
        line("2025-03-04", "sell", 10, "30"),
    )
    account = str(account_named(services, "U1").id)
    assert [row.basis for row in services.tax_years.of(2025).rows] == [100]
    services.tax_profiles.set_method(account, LotMethod.LIFO, date(2025, 1, 1), "letter to the broker")
    assert [row.basis for row in services.tax_years.of(2025).rows] == [200]
    services.tax_profiles.close(2025, "hash")
    with pytest.raises(InvalidInputError, match="2026-01-01 at the earliest"):
        services.tax_profiles.set_method(account, LotMethod.FIFO, date(2025, 6, 1))


def test_dollars_are_those_of_each_leg_s_own_day(services: Services) -> None:
    legs = [
        line("2025-03-03", "buy", 10, "10", currency="EUR"),
        line("2025-03-05", "sell", 10, "12", currency="EUR"),
    ]
    imported(services, *legs)
    missing = services.tax_years.of(2025)
    assert missing.rows == ()
    assert "no rate of EUR to the dollar for 2025-03-03" in missing.blocks[0]
    assert missing.no_rate == ("EUR",)
    days = [(date(2025, 3, 1), "1.05"), (date(2025, 3, 5), "1.10")]
    with services.database.begin() as connection:
        series.write_rates(connection, "manual", [("EUR", "USD", day, Decimal(rate)) for day, rate in days])
    year = services.tax_years.of(2025)
    assert [(row.proceeds, row.basis, row.rate_acquired, row.rate_sold) for row in year.rows] == [
        (Decimal("132.00"), Decimal("105.00"), Decimal("1.05"), Decimal("1.10"))
    ]
    assert holds_together(year)


def test_costs_join_the_basis_and_leave_the_proceeds(services: Services) -> None:
    imported(
        services,
        line("2024-12-30", "buy", 10, "10", commission="1"),
        line("2025-03-05", "sell", 5, "12", commission="2"),
    )
    year = services.tax_years.of(2025)
    assert [(row.proceeds, row.basis) for row in year.rows] == [(58, Decimal("50.50"))]
    assert holds_together(year)


def test_an_exercised_option_gives_its_premium_to_the_shares(services: Services) -> None:
    call = "XYZ   250321C00050000"
    imported(
        services,
        line("2025-03-03", "buy", 1, "2.50", symbol=call, asset_class="option"),
        line("2025-03-21", "", 1, "", symbol=call, asset_class="option", event="exercised"),
        line("2025-03-21", "buy", 100, "50", event="exercised"),
        line("2025-04-01", "sell", 100, "60"),
    )
    year = services.tax_years.of(2025)
    assert [(row.symbol, row.proceeds, row.basis) for row in year.rows] == [("XYZ", 6000, 5250)]
    assert year.ledger_result == 750
    assert holds_together(year)


def test_an_expired_option_says_so(services: Services) -> None:
    call = "XYZ   250321C00050000"
    imported(
        services,
        line("2025-03-03", "buy", 1, "2.50", symbol=call, asset_class="option"),
        line("2025-03-21", "", 1, "", symbol=call, asset_class="option", event="expired"),
    )
    assert [(row.sold, row.proceeds, row.basis, row.expired) for row in services.tax_years.of(2025).rows] == [
        (date(2025, 3, 21), 0, 250, "proceeds")
    ]


def test_a_split_changes_shares_and_no_money(services: Services) -> None:
    imported(
        services,
        line("2025-03-03", "buy", 10, "100"),
        line("2025-06-02", "", "", "", event="split", ratio="10:1"),
        line("2025-06-02", "sell", 50, "11"),
    )
    year = services.tax_years.of(2025)
    assert [(row.quantity, row.proceeds, row.basis) for row in year.rows] == [(50, 550, 500)]
    assert [(lot.quantity, lot.basis) for lot in year.open_lots] == [(50, 500)]
    assert holds_together(year)


def test_a_cover_at_a_loss_belongs_to_the_year_in_which_it_settles(services: Services) -> None:
    for number, price, year in ((1, "60", 2026), (2, "40", 2025)):
        account = f"S{number}"
        imported(
            services,
            line("2025-12-01", "sell", 10, "50", account=account, symbol=account),
            line("2025-12-31", "buy", 10, price, account=account, symbol=account),
        )
        assert account in {row.symbol for row in services.tax_years.of(year).rows}


def test_the_election_of_mark_to_market_takes_later_sales_off_the_form(services: Services) -> None:
    imported(services, *MIXED)
    services.tax_profiles.change({"mark_to_market_from": "2025-01-01", "forex_opt_out_from": "2025-01-01"})
    year = services.tax_years.of(2025)
    assert year.rows == ()
    assert {total.tax_class: total.result for total in year.classes} == {
        TaxClass.MTM_475: 50,
        TaxClass.S1256: 320,
        TaxClass.SWAP_ORDINARY: -80,
    }


def test_the_year_is_final_by_the_taxpayer_s_word(services: Services) -> None:
    imported(services, *WASH[:2])
    assert not services.tax_years.of(2025).is_final
    services.tax_profiles.set_complete(str(account_named(services, "U1").id), date(2026, 1, 30))
    year = services.tax_years.of(2025)
    assert (year.is_final, [row.adjustment for row in year.rows]) == (True, [None])


def test_a_sale_may_name_its_purchase(services: Services) -> None:
    imported(
        services,
        line("2025-03-03", "buy", 10, "10", order_id="A1"),
        line("2025-03-04", "buy", 10, "20", order_id="A2"),
        line("2025-03-05", "sell", 10, "30", order_id="A3", lot="A2"),
        line("2025-03-06", "sell", 5, "30", order_id="A4"),
    )
    assert [row.basis for row in services.tax_years.of(2025).rows] == [200, 50]


def test_a_later_file_need_not_say_again_what_one_unit_stands_for(services: Services) -> None:
    imported(services, *MIXED)
    imported(services, line("2025-04-03T15:00:00Z", "buy", 1, "300", symbol="MSFT"))
    assert services.tax_years.of(2025).ledger_result == 290
    (account,) = services.performance.accounts()
    assert sum(trade.net_profit for trade in services.performance.record(account.id).trades) == 290


def test_the_order_in_which_files_arrive_changes_nothing(services: Services) -> None:
    lines = (
        line("2025-03-03T15:00:00Z", "buy", 10, "100", order_id="1"),
        line("2025-06-02T12:00:00Z", "", "", "", event="split", ratio="10:1"),
        line("2025-06-02T15:00:00Z", "sell", 100, "11", order_id="2"),
    )
    for one in reversed(lines):
        imported(services, one)
    year = services.tax_years.of(2025)
    assert [(row.quantity, row.gain, row.is_short) for row in year.rows] == [(100, 100, False)]
    assert (year.ledger_result, year.open_lots) == (100, ())
    (account,) = services.performance.accounts()
    assert [trade.net_profit for trade in services.performance.record(account.id).trades] == [100]


def test_a_split_of_thirds_leaves_no_dust(services: Services) -> None:
    imported(
        services,
        line("2025-03-03", "buy", 99, "10"),
        line("2025-06-02", "", "", "", event="split", ratio="1:3"),
        line("2025-06-03", "sell", 33, "40"),
    )
    year = services.tax_years.of(2025)
    assert [(row.quantity, row.gain, row.is_short) for row in year.rows] == [(33, 330, False)]
    assert year.open_lots == ()
    (account,) = services.performance.accounts()
    assert services.performance.record(account.id).positions == ()
