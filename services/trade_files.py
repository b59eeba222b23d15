"""Closed trades as a document: the columns of their file, what it covers, and what they add up to."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from services.calc.money import currency_digits, round_money, unit
from services.exports import LOT_DIGITS, Column, Document, Fact, Kind, Table
from services.model import ZERO
from services.reports._about import about, file_name
from services.storage.trade_rows import TradeRows, TradeTotal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from services.answers import TradeRow
    from services.calc.period import Period
    from services.model import Account

    PriceDigits = Callable[[], Mapping[str, int]]

TRADE_COLUMNS = (
    Column("account", "Account", Kind.TEXT),
    Column("currency", "Currency", Kind.TEXT),
    Column("position_id", "Position", Kind.IDENTIFIER),
    Column("symbol", "Symbol", Kind.TEXT),
    Column("side", "Side", Kind.TEXT),
    Column("volume", "Lots", Kind.NUMBER, least=LOT_DIGITS),
    Column("entry_time", "Entry", Kind.TIME),
    Column("entry_price", "Entry price", Kind.NUMBER, by="symbol"),
    Column("exit_time", "Exit", Kind.TIME),
    Column("exit_price", "Exit price", Kind.NUMBER, by="symbol"),
    Column("profit", "Profit", Kind.MONEY, by="currency"),
    Column("commission", "Commission", Kind.MONEY, by="currency"),
    Column("swap", "Swap", Kind.MONEY, by="currency"),
    Column("fee", "Fee", Kind.MONEY, by="currency"),
    Column("net_profit", "Net profit", Kind.MONEY, by="currency"),
    Column("r", "R", Kind.NUMBER, 2),
    Column("mae", "MAE", Kind.MONEY, by="currency"),
    Column("mfe", "MFE", Kind.MONEY, by="currency"),
    Column("is_orphan", "Entry unknown", Kind.TEXT),
    Column("comment", "Comment", Kind.TEXT),
)
PRICE_DIGITS, R_DIGITS = 10, 4
COUNTED = "Closed trades (round trips) by their exit, net of commission, swap and fee"


def stored_document(
    stored: TradeRows, owners: Sequence[Account], period: Period, zone: str, digits: PriceDigits = dict
) -> Document:
    """The trades of *owners* as the database spells them."""
    totals = stored.totals()
    size = sum(one.trades for one in totals)
    table = Table("trades", "Trades", TRADE_COLUMNS, stored, size=size, price_digits=digits)
    return _document(table, totals, owners, period, zone)


def chosen_document(
    rows: Sequence[TradeRow],
    owners: Sequence[Account],
    period: Period,
    zone: str,
    digits: PriceDigits = dict,
) -> Document:
    """Just these trades, of *owners*."""
    cells = [trade_cells(row) for row in rows]
    table = Table("trades", "Trades", TRADE_COLUMNS, cells, size=len(rows), price_digits=digits)
    return _document(table, _totals(rows), owners, period, zone)


def _document(
    table: Table, totals: Sequence[TradeTotal], owners: Sequence[Account], period: Period, zone: str
) -> Document:
    facts = (
        *about(owners, period.start, period.end, zone, basis="net"),
        Fact("trades", "Trades", sum(total.trades for total in totals), Kind.INTEGER),
        *(_result(total) for total in totals),
    )
    name = file_name("trades", owners, period.start, period.end, zone)
    return Document(name, "Trades", COUNTED, facts, (table,), is_ledger=True, zone=zone)


def trade_cells(row: TradeRow) -> list[object]:
    """A trade's cells, in the order of the columns."""
    trade, account = row.trade, row.account

    def rounded(amount: float | None) -> Decimal | None:
        return None if amount is None else round_money(Decimal(repr(amount)), account.currency_digits)

    def money(amount: Decimal) -> Decimal:
        cents = amount.quantize(unit(account.currency_digits))
        return cents if cents == amount else amount.normalize()

    return [
        account.name,
        account.currency,
        trade.position_id,
        trade.symbol,
        trade.side.value,
        trade.volume.normalize(),
        trade.entry_time,
        _price(trade.entry_price),
        trade.exit_time,
        _price(trade.exit_price),
        money(trade.profit),
        money(trade.commission),
        money(trade.swap),
        money(trade.fee),
        money(trade.net_profit),
        None if row.r is None else Decimal(repr(round(row.r, R_DIGITS))),
        rounded(row.mae),
        rounded(row.mfe),
        "yes" if trade.is_orphan else "",
        trade.comment,
    ]


def _price(price: Decimal | None) -> Decimal | None:
    return None if price is None else round(price, PRICE_DIGITS).normalize()


def _totals(rows: Sequence[TradeRow]) -> tuple[TradeTotal, ...]:
    found: dict[str, list[TradeRow]] = {}
    for row in rows:
        found.setdefault(row.account.currency, []).append(row)
    return tuple(
        TradeTotal(
            currency,
            len(some),
            sum((row.trade.net_profit for row in some), ZERO),
        )
        for currency, some in sorted(found.items())
    )


def _result(total: TradeTotal) -> Fact:
    currency = total.currency
    return Fact(
        f"net_profit_{currency.lower()}",
        f"Net profit {currency}",
        total.net_profit,
        Kind.MONEY,
        currency_digits(currency),
        currency,
    )
