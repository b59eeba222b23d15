"""Every account as it stands: state now, its period in a few figures, groups, imported series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.money import round_money
from services.exports import Column, Document, Kind, Table
from services.reports._about import about, days_of, file_name, names_of
from services.reports._for_both import for_both
from services.reports._registry import report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from uuid import UUID

    from services.answers import AccountSummary
    from services.container import Services
    from services.model import Account, Group
    from services.price_series import PriceSeries
    from services.reports._registry import Request

ACCOUNTS = (
    Column("account", "Account", Kind.TEXT),
    Column("login", "Login", Kind.TEXT),
    Column("server", "Server", Kind.TEXT),
    Column("company", "Company", Kind.TEXT),
    Column("currency", "Currency", Kind.TEXT),
    Column("time", "As of", Kind.TIME),
    Column("balance", "Balance", Kind.MONEY, by="currency"),
    Column("equity", "Equity", Kind.MONEY, by="currency"),
    Column("daily_change", "Today", Kind.MONEY, by="currency"),
    Column("floating", "Floating", Kind.MONEY, by="currency"),
    Column("open_positions", "Open", Kind.INTEGER),
    Column("total_return_twr", "Return", Kind.FRACTION),
    Column("max_drawdown", "Max drawdown", Kind.FRACTION),
    Column("max_balance_drawdown", "Balance drawdown", Kind.FRACTION),
    Column("total_trades", "Trades", Kind.INTEGER),
    Column("standing", "State", Kind.TEXT),
    Column("groups", "Groups", Kind.TEXT),
)
ASIDE = ("login", "server", "company", "time", "balance", "groups")  # a page has no room for them
GROUPS = (Column("group", "Group", Kind.TEXT), Column("account", "Account", Kind.TEXT))
SERIES = (
    Column("series", "Series", Kind.TEXT),
    Column("days", "Days", Kind.INTEGER),
    Column("first", "First", Kind.DATE),
    Column("last", "Last", Kind.DATE),
    Column("file", "File", Kind.TEXT),
    Column("sha256", "SHA-256", Kind.TEXT),
)


@report("accounts", "Accounts", of_moment=True)
def accounts(services: Services, request: Request) -> Document:
    """Every account with its state now and its period in a few figures; groups and imported benchmarks."""
    found = services.performance.overview(request.period, request.currency, request.zone, request.accounts)
    owners, groups = [item.account for item in found.accounts], services.groups.all()
    start, end, zone = found.period_start, found.period_end, found.zone
    return Document(
        name=file_name("accounts", owners, start, end, zone),
        title="Accounts",
        subtitle=f"{names_of(owners)} · {days_of(start, end, zone)}",
        about=about(owners, start, end, zone, currency="each account's own", basis="net"),
        parts=(
            *for_both(_accounts(found.accounts, groups), *ASIDE),
            _groups(groups, services.performance.accounts()),
            *for_both(_series(services.benchmarks.all()), "sha256"),
        ),
        zone=zone,
    )


def _accounts(found: Sequence[AccountSummary], groups: Sequence[Group]) -> Table:
    rows = [_account(item, [one.name for one in groups if item.account.id in one.accounts]) for item in found]
    return Table("accounts", "Accounts", ACCOUNTS, rows, size=len(rows))


def _account(item: AccountSummary, groups: list[str]) -> list[object]:
    account, state = item.account, item.pnl.state

    def money(amount: Decimal) -> Decimal:
        return round_money(amount, account.currency_digits)

    return [
        account.name,
        account.login,
        account.server,
        account.company,
        account.currency,
        state.time,
        money(state.balance),
        money(state.equity),
        money(item.pnl.daily_change),
        money(state.floating),
        state.open_positions,
        item.period_return,
        item.max_drawdown,
        item.max_balance_drawdown,
        item.trades,
        item.standing.value,
        ", ".join(groups),
    ]


def _groups(groups: Sequence[Group], everyone: Sequence[Account]) -> Table:
    names: dict[UUID, str] = {account.id: account.name for account in everyone}
    rows = [[group.name, names[member]] for group in groups for member in group.accounts if member in names]
    return Table("groups", "Groups", GROUPS, rows, size=len(rows), empty="There is no group.")


def _series(series: Sequence[PriceSeries]) -> Table:
    rows = [[one.name, one.days, one.first, one.last, one.filename, one.sha256] for one in series]
    return Table(
        "benchmarks", "Imported benchmarks", SERIES, rows, size=len(rows), empty="No series was imported."
    )
