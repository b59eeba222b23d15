"""What an address asks for, matched with what exists: its accounts, the zone of its days, its period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from components import moment
from dashboard.context import services
from services.errors import NotFoundError

if TYPE_CHECKING:
    from datetime import datetime

    from dashboard.query import Query
    from services.calc.period import Period
    from services.model import Account, Group


@dataclass(frozen=True, slots=True)
class Scope:
    """The accounts meant, whether they were named (one by one or as a group), their period in their zone."""

    accounts: tuple[Account, ...]
    are_named: bool
    zone: str
    period: Period
    group: Group | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The accounts to ask for; none stands for all."""
        return tuple(str(account.id) for account in self.accounts) if self.are_named else ()

    @property
    def title(self) -> str:
        """The accounts in words."""
        if self.group is not None and len(self.accounts) == len(self.group.accounts):
            return self.group.name
        return ", ".join(account.name for account in self.accounts) if self.are_named else "All accounts"


def scope_of(query: Query) -> Scope:
    """What *query* means here; accounts and groups it names that are not here are left out."""
    everything = services().performance.accounts()
    group = group_of(query)
    members = () if group is None else group.accounts
    named = tuple(
        account for account in everything if account.id in members or str(account.id) in query.accounts
    )
    accounts = named or everything
    zone = services().performance.zone_of(accounts, query.zone)
    return Scope(accounts, bool(named), zone, query.stretch(zone), group)


def group_of(query: Query) -> Group | None:
    """The group that *query* names, as long as it is here and has accounts."""
    if query.group is None:
        return None
    found = (group for group in services().groups.all() if str(group.id) == query.group and group.accounts)
    return next(found, None)


def find_account(account_id: str) -> Account:
    """The account of an address; raises NotFoundError."""
    accounts = services().performance.accounts()
    account = next((item for item in accounts if str(item.id) == account_id), None)
    if account is None:
        raise NotFoundError("account", account_id)
    return account


def days_shown(query: Query, start: datetime | None, end: datetime, zone: str, last: datetime | None) -> str:
    """The days of a period in words; one that is still open ends with *last*, the last day with data."""
    if query.is_open_ended and last is not None:
        known = last + timedelta(microseconds=1)
        end = known if known < end and (start is None or start < known) else end
    return moment.days(start, end, zone)
