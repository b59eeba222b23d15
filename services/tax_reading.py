"""Everything that taxes are made of, out of the database once: accounts, property, days, executions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.calc.server_zone import server_zone
from services.model import TradeMode
from services.storage import accounts as accounts_table
from services.storage import instruments, series, tax_deals
from services.storage.broker_reports import read_reports
from services.storage.year_prices import read_year_prices
from services.tax.executions import executions_of
from services.tax.model import TaxClass
from services.tax.open_contracts import open_contracts
from services.tax.property import property_of
from services.tax.rates import DollarRates
from services.tax_archive import read_gone
from services.tax_profiles import read_profile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Connection

    from services.model import Account, Symbol
    from services.retention.archived import Archived
    from services.storage.tax_deals import Traded, Zoned
    from services.tax.booked import TaxDeal, TradeDay
    from services.tax.form_1099 import Line1099
    from services.tax.model import Execution
    from services.tax.open_contracts import OpenContract
    from services.tax.profile import Profile
    from services.tax.property import Property
    from services.tax.year_marks import StoredPrice
    from services.tax_archive import GoneDeals

    Key = tuple[UUID, str]

REAL_RATES = ("manual",)


@dataclass(frozen=True, slots=True)
class TaxLedger:
    """What the accounts of the taxpayer traded: `days` are results, `executions` what is on the form.

    `left_out` are accounts that count for nothing, such as those of demos, and `left_out_deals` how many of
    their deals closed something in a year. `traded` are sums of the ledger that `days` must add up to.
    `of_days` are accounts whose executions tell no time of day. `contracts` are those of section 1256 that
    were open at the end of a year, `prices` what is stored of them for these days.
    """

    profile: Profile
    accounts: tuple[Account, ...]
    left_out: tuple[Account, ...]
    left_out_deals: Mapping[tuple[UUID, int], int]
    properties: Mapping[Key, Property]
    days: tuple[TradeDay, ...]
    traded: tuple[Traded, ...]
    executions: tuple[Execution, ...]
    rates: DollarRates
    has_dates_only: bool
    of_days: frozenset[UUID]
    contracts: tuple[OpenContract, ...]
    prices: Mapping[tuple[UUID, str, date], StoredPrice]
    reports: Mapping[int, Sequence[Line1099]]


def is_counted(account: Account) -> bool:
    """Whether real money is traded in it."""
    return not account.is_demo and account.trade_mode is TradeMode.REAL


def read_tax_ledger(connection: Connection, archived: Archived, tax_zone: str) -> TaxLedger:
    """All of it; days of what is no security are those of *tax_zone*, the taxpayer's."""
    profile, _ = read_profile(connection)
    everyone = accounts_table.all_accounts(connection)
    counted = tuple(account for account in everyone if is_counted(account))
    left_out = tuple(account for account in everyone if not is_counted(account))
    ids = [account.id for account in counted]
    gone = read_gone(connection, archived, ids)
    traded = tax_deals.traded_symbols(connection, ids) + gone.traded()
    properties = _properties(connection, counted, traded, profile)
    wanted = [_zoned(owned, profile, tax_zone) for owned in properties.values()]
    on_form = [one for one in wanted if properties[one.account, one.symbol].found.tax_class.is_on_form]
    deals = tax_deals.read_tax_deals(connection, on_form) + gone.tax_deals(on_form)
    rates = DollarRates(series.read_rates(connection, REAL_RATES))
    events = instruments.read_events(connection, ids)
    days = tax_deals.read_trade_days(connection, wanted) + gone.days(wanted)
    contracts = _contracts(connection, gone, wanted, properties, days)
    return TaxLedger(
        profile=profile,
        accounts=counted,
        left_out=left_out,
        left_out_deals=tax_deals.closed_in_years(connection, [account.id for account in left_out]),
        properties=properties,
        days=days,
        traded=traded,
        executions=tuple(executions_of(deals, properties, events, profile, rates)),
        rates=rates,
        has_dates_only=any(deal.is_date for deal in deals),
        of_days=_accounts(deals, is_date=True) - _accounts(deals, is_date=False),
        contracts=contracts,
        prices=_prices(connection, counted, contracts),
        reports=read_reports(connection),
    )


def _contracts(
    connection: Connection,
    gone: GoneDeals,
    wanted: Sequence[Zoned],
    properties: Mapping[Key, Property],
    days: Sequence[TradeDay],
) -> tuple[OpenContract, ...]:
    marked = [one for one in wanted if properties[one.account, one.symbol].found.tax_class is TaxClass.S1256]
    deals = tax_deals.read_tax_deals(connection, marked) + gone.tax_deals(marked) if marked else ()
    return open_contracts(deals, properties, max((one.day.year for one in days), default=0))


def _prices(
    connection: Connection, counted: Sequence[Account], contracts: Sequence[OpenContract]
) -> dict[tuple[UUID, str, date], StoredPrice]:
    servers = {account.id: account.server for account in counted}
    wanted = {one[:3]: (servers[one.account], one.symbol, one.day) for one in contracts}
    known = read_year_prices(connection, sorted(set(wanted.values())))
    return {key: known[asked] for key, asked in wanted.items() if asked in known}


def _accounts(deals: Sequence[TaxDeal], *, is_date: bool) -> frozenset[UUID]:
    return frozenset(deal.account for deal in deals if deal.is_date is is_date)


def _properties(
    connection: Connection, counted: Sequence[Account], traded: Sequence[Traded], profile: Profile
) -> dict[Key, Property]:
    by_id = {account.id: account for account in counted}
    told = instruments.read_instruments(connection, list(by_id))
    specs: dict[str, dict[str, Symbol]] = {"": {}}
    found = {}
    for account_id, symbol in dict.fromkeys((one.account, one.symbol) for one in traded):
        account = by_id[account_id]
        if account.server not in specs:
            specs[account.server] = series.read_symbols(connection, account.server)
        spec = specs[account.server].get(symbol)
        found[account_id, symbol] = property_of(account, symbol, told[account_id].get(symbol), spec, profile)
    return found


def _zoned(owned: Property, profile: Profile, tax_zone: str) -> Zoned:
    """Days of securities are the exchange's, all others the taxpayer's."""
    is_security = owned.found.tax_class is TaxClass.F8949_SECURITY
    name = profile.exchange_zone if is_security else tax_zone
    return tax_deals.Zoned(owned.account.id, owned.symbol, server_zone(name))
