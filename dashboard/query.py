"""What a page shows, as its address says it: accounts or a group of them, period, currency, zone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode
from uuid import UUID

from services.calc.period import Period
from services.calc.server_zone import server_zone
from services.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_PERIOD = "all"
DEFAULT_ZONE = "UTC"
MOST_ACCOUNTS = 50
ACCOUNT_PATH, GROUP_PATH = "/accounts/", "/groups/"
ZONES = (
    ("", "Server day"),
    ("UTC", "UTC"),
    ("Europe/London", "London"),
    ("Europe/Berlin", "Berlin"),
    ("America/New_York", "New York"),
    ("America/Chicago", "Chicago"),
    ("Asia/Dubai", "Dubai"),
    ("Asia/Kolkata", "Kolkata"),
    ("Asia/Singapore", "Singapore"),
    ("Asia/Tokyo", "Tokyo"),
    ("Australia/Sydney", "Sydney"),
)
CURRENCY_LENGTHS = (3, 4)
BENCHMARKS = ("account", "group", "series")


@dataclass(frozen=True, slots=True)
class Query:
    """The state that every page shares; what an address says wrongly is left out, never an error."""

    accounts: tuple[str, ...] = ()
    period: str = DEFAULT_PERIOD
    currency: str | None = None
    zone: str | None = None
    group: str | None = None
    benchmark: str | None = None

    @classmethod
    def read(cls, values: Mapping[str, object]) -> Query:
        """The state named by query parameters, each a text or a list of texts."""
        return cls(
            accounts=tuple(dict.fromkeys(item for item in _texts(values, "account") if _is_uuid(item)))[
                :MOST_ACCOUNTS
            ],
            period=next(
                (item.lower() for item in _texts(values, "period") if _is_period(item)), DEFAULT_PERIOD
            ),
            currency=next((item for item in _texts(values, "currency") if _is_currency(item)), None),
            zone=next((item for item in _texts(values, "zone") if _is_zone(item)), None),
            group=next((item for item in _texts(values, "group") if _is_uuid(item)), None),
            benchmark=next((item for item in _texts(values, "benchmark") if _is_benchmark(item)), None),
        )

    @classmethod
    def of_address(cls, search: str | None) -> Query:
        """The state in an address's query string."""
        return cls.read(dict(parse_qs((search or "").removeprefix("?"))))

    @classmethod
    def of_place(cls, path: str | None, search: str | None) -> Query:
        """The state in a whole address; the page of an account or a group is about that one."""
        query, place = cls.of_address(search), path or ""
        account, group = place.removeprefix(ACCOUNT_PATH), place.removeprefix(GROUP_PATH)
        if account != place and _is_uuid(account):
            return replace(query, accounts=(account,), group=None)
        if group != place:
            return replace(query, accounts=(), group=group if _is_uuid(group) else None)
        return query

    @property
    def is_open_ended(self) -> bool:
        """Whether the period goes on until now."""
        return not self.period.partition("..")[2]

    @property
    def search(self) -> str:
        """The query string, `?` included; empty when everything is as by default."""
        pairs = [("account", account) for account in self.accounts]
        pairs += [("group", self.group)] if self.group else []
        pairs += [("period", self.period)] if self.period != DEFAULT_PERIOD else []
        pairs += [("currency", self.currency)] if self.currency else []
        pairs += [("zone", self.zone)] if self.zone else []
        pairs += [("benchmark", self.benchmark)] if self.benchmark else []
        return f"?{urlencode(pairs, safe='/:')}" if pairs else ""

    def href(self, path: str) -> str:
        """The address of *path* with this state."""
        return path + self.search

    def without_accounts(self) -> Query:
        """The same state for all accounts."""
        return replace(self, accounts=(), group=None)

    def stretch(self, zone: str | None = None, *, now: datetime | None = None) -> Period:
        """The period in the chosen zone, else in *zone*, else in UTC."""
        return Period.parse(self.period, zone=self.zone or zone or DEFAULT_ZONE, now=now or datetime.now(UTC))


def _texts(values: Mapping[str, object], name: str) -> list[str]:
    value = values.get(name)
    found = value if isinstance(value, (list, tuple)) else [value]
    return [item.strip() for item in found if isinstance(item, str)]


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def _is_benchmark(text: str) -> bool:
    kind, _, name = text.partition(":")
    return kind in BENCHMARKS and _is_uuid(name)


def _is_period(text: str) -> bool:
    try:
        Period.parse(text, zone=DEFAULT_ZONE, now=datetime.now(UTC))
    except (InvalidInputError, OverflowError, ValueError):
        return False
    return True


def _is_currency(text: str) -> bool:
    return len(text) in CURRENCY_LENGTHS and text.isascii() and text.isalpha() and text.isupper()


def _is_zone(text: str) -> bool:
    try:
        return bool(text) and bool(server_zone(text))
    except InvalidInputError:
        return False
