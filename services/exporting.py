"""Files to take away: what the pages show, as tables in every format."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from services.calc.money import round_money, unit
from services.exports import Column, ExportFile, Kind, Table, find_format
from services.model import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
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
    Column("r", "R", Kind.NUMBER),
    Column("mae", "MAE", Kind.MONEY),
    Column("mfe", "MFE", Kind.MONEY),
    Column("is_orphan", "Entry unknown", Kind.TEXT),
    Column("comment", "Comment", Kind.TEXT),
)
PRICE_DIGITS, R_DIGITS = 10, 4


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
        chosen = find_format(format)
        found = self._performance.trades(accounts, period, zone) if rows is None else rows
        table = Table("Trades", TRADE_COLUMNS, [_cells(row) for row in found], _notes(found, period))
        name = f"trades_{_slug(found)}_{period.text.replace('..', '_to_')}.{chosen.name}"
        return ExportFile(name, chosen.content_type, chosen.write(table))


def _cells(row: TradeRow) -> list[object]:
    trade, account = row.trade, row.account

    def rounded(amount: float | None) -> Decimal | None:
        return None if amount is None else round_money(Decimal(repr(amount)), account.currency_digits)

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
        None if row.r is None else Decimal(repr(round(row.r, R_DIGITS))),
        rounded(row.mae),
        rounded(row.mfe),
        "yes" if trade.is_orphan else "",
        trade.comment,
    ]


def _price(price: Decimal | None) -> Decimal | None:
    return None if price is None else round(price, PRICE_DIGITS).normalize()


def _notes(rows: Sequence[TradeRow], period: Period) -> tuple[tuple[str, str], ...]:
    totals: dict[str, Decimal] = {}
    for row in rows:
        totals[row.account.currency] = totals.get(row.account.currency, ZERO) + row.trade.net_profit
    accounts = sorted({row.account.name for row in rows})
    start = "the first deal" if period.start is None else period.start.isoformat()
    return (
        ("What", "Closed trades (round trips), net of commission, swap and fee"),
        ("Accounts", ", ".join(accounts)),
        ("Exit from", start),
        ("Exit before", period.end.isoformat()),
        ("Trades", str(len(rows))),
        *((f"Net profit {currency}", f"{total:f}") for currency, total in sorted(totals.items())),
        ("Generated at", datetime.now(UTC).isoformat(timespec="seconds")),
    )


def _slug(rows: Sequence[TradeRow]) -> str:
    names = {row.account.name for row in rows}
    if len(names) != 1:
        return "all"
    return "".join(letter if letter.isalnum() else "-" for letter in names.pop()).strip("-").lower()
