"""Which account a statement belongs to, what a new one is called, and by which clock it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from services.calc.exchange_hours import exchange_clock
from services.calc.money import currency_digits
from services.calc.server_zone import DEFAULT_ZONE, guess_server_zone, server_zone
from services.errors import InvalidInputError
from services.instrument import AssetClass, EventKind
from services.model import Account, MarginMode, TradeMode
from services.statement import StatementKind
from services.storage import accounts as accounts_table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from services.statement import Statement


ASSUMED_CURRENCY = "USD"
AMERICAN = ("", ASSUMED_CURRENCY)
SHARES = (AssetClass.STOCK, AssetClass.ETF, AssetClass.OPTION)
DAYS = "The file tells days and no times; they stay the days they are."
DEPENDS = "Days of trades and tax years depend on it."


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a statement came from, and what the person asked for."""

    filename: str
    sha256: str
    account: str | None = None
    server_zone: str | None = None
    accept_residual: bool = False
    is_demo: bool = False


def account_for(connection: Connection, statement: Statement, origin: Origin) -> tuple[Account, bool]:
    """The account of *statement*, and whether it is new (not stored yet); raises InvalidInputError.

    A file that names no server (MetaTrader 4) is told apart by the broker's company. A server may be renamed:
    the person's word that it is the same account holds where login and currency do.
    """
    stated = statement.account
    server = stated.server or stated.company
    currency = stated.currency or ASSUMED_CURRENCY
    login = stated.login or origin.account or ""
    if not login:
        raise InvalidInputError("The file names no account; give its name with --account or in the form.")
    found = accounts_table.account_by_login(connection, login, server, currency)
    if found is not None:
        return found, False
    name = origin.account or _name_of(statement)
    moved = accounts_table.account_by_name(connection, name) if origin.account else None
    if moved is not None and (moved.login, moved.currency) == (login, currency):
        return moved, False
    if origin.account and accounts_table.name_taken(connection, name):
        raise InvalidInputError(
            f"The account {name!r} is another one than the file's ({login}, {server or 'no server'},"
            f" {currency}); give a new name."
        )
    account = Account(
        id=uuid4(),
        name=accounts_table.free_name(connection, name),
        login=login,
        server=server,
        company=stated.company,
        currency=currency,
        currency_digits=currency_digits(currency),
        margin_mode=stated.margin_mode or _margin_mode(statement),
        trade_mode=stated.trade_mode or TradeMode.REAL,
        server_zone="UTC",
        leverage=stated.leverage,
        is_demo=origin.is_demo,
    )
    return account, True


def _margin_mode(statement: Statement) -> MarginMode:
    """Executions are netted by ourselves; old reports that do not say are of hedging accounts."""
    return MarginMode.NETTING if statement.needs_netting else MarginMode.HEDGING


def _name_of(statement: Statement) -> str:
    stated = statement.account
    if statement.kind is StatementKind.MT5_TESTER and stated.name:
        return stated.name
    return f"{stated.server or stated.company} {stated.login}".strip()


def zone_for(account: Account, statement: Statement, origin: Origin, *, is_new: bool) -> tuple[str, str]:
    """The server zone the statement's times are read by, and why."""
    if statement.times_are_utc:
        return "UTC", "The file's times carry their offset."
    if origin.server_zone:
        return server_zone(origin.server_zone).name, "As you chose."
    is_known = not is_new
    if statement.kind is StatementKind.EXECUTIONS and statement.has_dates_only:
        return account.server_zone if is_known else DEFAULT_ZONE, DAYS
    hours = exchange_clock(_share_times(statement))
    if is_known:
        doubt = "" if hours is None or hours[0] == account.server_zone else f" {hours[1]} {DEPENDS}"
        return account.server_zone, f"As the account has it.{doubt}"
    if hours is not None:
        return hours[0], f"{hours[1]} {DEPENDS}"
    name, reason = guess_server_zone(row.deal.server_time for row in statement.deals if row.deal.is_trade)
    return name, f"{reason} {DEPENDS}"


def _share_times(statement: Statement) -> list[datetime]:
    """When American shares and options on them were traded, by the file's clock."""
    if statement.kind is not StatementKind.EXECUTIONS or statement.account.currency not in AMERICAN:
        return []
    shares = {symbol for symbol, told in statement.instruments.items() if told.asset_class in SHARES}
    plain = (row.deal for row in statement.deals if _is_trade(row.deal.ticket, statement))
    return [deal.server_time for deal in plain if deal.symbol in shares]


def _is_trade(ticket: int, statement: Statement) -> bool:
    event = statement.events.get(ticket)
    return event is None or event.kind is EventKind.TRADE
