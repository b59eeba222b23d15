"""The parts of an account's statement: its sums, its deals, what is open at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.money import round_money
from services.exports import LOT_DIGITS, Column, Fact, Facts, Kind, Table
from services.model import ZERO, DealClass, DealType

if TYPE_CHECKING:
    from decimal import Decimal

    from services.calc.account_statement import AccountStatement, Line

WORDS = {
    DealClass.COST: "charge",
    DealClass.CREDIT: "credit",
    DealClass.BONUS: "bonus",
    DealClass.CANCELLED: "cancelled",
    DealClass.UNKNOWN: "other",
}


def summary_part(found: AccountStatement, name: str, title: str) -> Facts:
    """Opening, what moved the balance, closing."""
    totals = found.totals
    floating = [held.floating for held in found.held]
    known = None if None in floating else sum((one for one in floating if one is not None), ZERO)
    rest = (("bonus", "Bonus and corrections", totals.bonus), ("other", "Other", totals.other))
    facts = [
        ("opening_balance", "Opening balance", found.opening),
        ("deposits", "Deposits", totals.deposits),
        ("withdrawals", "Withdrawals", totals.withdrawals),
        ("profit", "Profit of trades", found.profit),
        ("commission", "Commission", found.commission),
        ("swap", "Swap", found.swap),
        ("fee", "Fees", found.fee),
        ("charges", "Charges and interest", totals.costs),
        *(one for one in rest if one[2]),
        ("closing_balance", "Closing balance", found.closing),
        *([("credit", "Credit booked", totals.credit)] if totals.credit else []),
        ("floating", "Floating of open positions", known),
    ]
    return Facts(name, title, tuple(_fact(found, *fact) for fact in facts))


def _fact(found: AccountStatement, name: str, label: str, value: Decimal | None) -> Fact:
    account = found.account
    note = "" if value is not None else "Not known at the end of this period."
    exact = None if value is None else round_money(value, account.currency_digits)
    return Fact(name, label, exact, Kind.MONEY, account.currency_digits, account.currency, note)


def deals_part(found: AccountStatement, name: str, title: str) -> Table:
    """Every deal; the amounts sum to the change of the balance."""
    digits, currency = found.account.currency_digits, found.account.currency
    columns = (
        Column("time", "Time", Kind.TIME),
        Column("ticket", "Deal", Kind.IDENTIFIER),
        Column("type", "Type", Kind.TEXT),
        Column("symbol", "Symbol", Kind.TEXT),
        Column("volume", "Lots", Kind.NUMBER, least=LOT_DIGITS),
        Column("price", "Price", Kind.NUMBER, by="symbol"),
        Column("profit", "Profit", Kind.MONEY, digits),
        Column("costs", "Costs", Kind.MONEY, digits),
        Column("amount", f"Amount {currency}", Kind.MONEY, digits),
        Column("balance", f"Balance {currency}", Kind.MONEY, digits),
        Column("comment", "Comment", Kind.TEXT),
    )
    rows = [_cells(line, digits) for line in found.lines]
    booked = [line.deal for line in found.lines if line.kind is not DealClass.CREDIT]
    profit = sum((deal.profit for deal in booked), ZERO)
    amount = sum((deal.cash for deal in booked), ZERO)
    totals = [None, None, "Total", None, None, None, profit, amount - profit, amount, found.closing, None]
    return Table(name, title, columns, rows, size=len(rows), totals=totals, is_long=True)


def _cells(line: Line, digits: int) -> list[object]:
    deal, is_trade = line.deal, line.deal.is_trade
    moved = (ZERO, ZERO) if line.kind is DealClass.CREDIT else (deal.profit, deal.cash)
    profit, amount = (round_money(one, digits) for one in moved)
    return [
        deal.time,
        deal.ticket,
        _word(line),
        deal.symbol,
        deal.volume if is_trade else None,
        deal.price if is_trade else None,
        profit,
        amount - profit,
        amount,
        round_money(line.balance, digits),
        deal.comment,
    ]


def _word(line: Line) -> str:
    deal = line.deal
    if deal.is_trade:
        return f"{deal.side.value} {deal.entry.name.lower().replace('_', ' ')}"
    if line.kind is DealClass.FLOW:
        return "deposit" if deal.cash >= 0 else "withdrawal"
    known = deal.type in set(DealType) and line.kind is DealClass.COST
    return DealType(deal.type).name.lower().replace("_", " ") if known else WORDS[line.kind]


def held_part(found: AccountStatement, name: str, title: str) -> Table:
    """What is open at the end."""
    digits, currency = found.account.currency_digits, found.account.currency
    columns = (
        Column("position_id", "Position", Kind.IDENTIFIER),
        Column("symbol", "Symbol", Kind.TEXT),
        Column("side", "Side", Kind.TEXT),
        Column("volume", "Lots", Kind.NUMBER, least=LOT_DIGITS),
        Column("time", "Opened", Kind.TIME),
        Column("price_open", "Price", Kind.NUMBER, by="symbol"),
        Column("floating", f"Floating {currency}", Kind.MONEY, digits),
    )
    rows = [
        [one.position_id, one.symbol, one.side.value, one.volume, one.time, one.price_open, one.floating]
        for one in found.held
    ]
    return Table(name, title, columns, rows, size=len(rows), empty="No position is open.")
