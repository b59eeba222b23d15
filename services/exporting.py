"""Files to take away: what the pages show, as tables in every format."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from services.calc.money import unit
from services.exports import Column, Document, ExportFile, Fact, Kind, Table, make_file
from services.model import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from uuid import UUID

    from services.answers import TradeRow
    from services.calc.period import Period
    from services.performance import Performance

TRADE_COLUMNS = (
    Column("account", "Account", Kind.TEXT),
    Column("currency", "Currency", Kind.TEXT),
    Column("position_id", "Position", Kind.INTEGER),
    Column("symbol", "Symbol", Kind.TEXT),
    Column("side", "Side", Kind.TEXT),
    Column("volume", "Lots", Kind.NUMBER),
    Column("entry_time", "Entry", Kind.TIME),
    Column("entry_price", "Entry price", Kind.NUMBER),
    Column("exit_time", "Exit", Kind.TIME),
    Column("exit_price", "Exit price", Kind.NUMBER),
    Column("profit", "Profit", Kind.MONEY),
    Column("commission", "Commission", Kind.MONEY),
    Column("swap", "Swap", Kind.MONEY),
    Column("fee", "Fee", Kind.MONEY),
    Column("net_profit", "Net profit", Kind.MONEY),
    Column("is_orphan", "Entry unknown", Kind.TEXT),
    Column("comment", "Comment", Kind.TEXT),
)
PRICE_DIGITS = 10


class Exporting:
    """Writes files; nothing is kept."""

    def __init__(self, performance: Performance) -> None:
        self._performance = performance

    def trades(
        self,
        format: str,  # noqa: A002 - the contract's word
        accounts: Sequence[UUID | str],
        period: Period,
        zone: str | None = None,
        rows: Sequence[TradeRow] | None = None,
    ) -> ExportFile:
        """The closed trades of a period, or just these *rows* of them; raises NotFoundError for a format."""
        found = self._performance.trades(accounts, period, zone) if rows is None else rows
        name = f"trades_{_slug(found)}_{period.text.replace('..', '_to_')}"
        table = Table("trades", "Trades", TRADE_COLUMNS, [_cells(row) for row in found], size=len(found))
        document = Document(name, "Trades", "", _about(found, period), (table,), is_ledger=True)
        return make_file(document, format)


def _cells(row: TradeRow) -> list[object]:
    trade, account = row.trade, row.account

    def money(amount: Decimal) -> Decimal:
        cents = amount.quantize(unit(account.currency_digits))
        return cents if cents == amount else amount

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
        "yes" if trade.is_orphan else "",
        trade.comment,
    ]


def _price(price: Decimal | None) -> Decimal | None:
    return None if price is None else round(price, PRICE_DIGITS).normalize()


def _about(rows: Sequence[TradeRow], period: Period) -> tuple[Fact, ...]:
    totals: dict[str, Decimal] = {}
    for row in rows:
        totals[row.account.currency] = totals.get(row.account.currency, ZERO) + row.trade.net_profit
    accounts = sorted({row.account.name for row in rows})
    start = "the first deal" if period.start is None else period.start.isoformat()
    return (
        Fact("what", "What", "Closed trades (round trips), net of commission, swap and fee"),
        Fact("accounts", "Accounts", ", ".join(accounts)),
        Fact("period_start", "Exit from", start),
        Fact("period_end", "Exit before", period.end.isoformat()),
        Fact("trades", "Trades", len(rows), Kind.INTEGER),
        *(
            Fact(f"net_profit_{currency.lower()}", f"Net profit {currency}", total, Kind.MONEY, unit=currency)
            for currency, total in sorted(totals.items())
        ),
        Fact("generated_at", "Generated at", datetime.now(UTC).isoformat(timespec="seconds")),
    )


def _slug(rows: Sequence[TradeRow]) -> str:
    names = {row.account.name for row in rows}
    if len(names) != 1:
        return "all"
    return "".join(letter if letter.isalnum() else "-" for letter in names.pop()).strip("-").lower()
