"""What every report says of itself: accounts, currency, period, basis, zone, version, when it was made."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from services.calc.server_zone import server_zone
from services.exports import Fact, Kind
from services.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.model import Account

MOST_NAMES = 6
MOST_BYTES = 80  # of an account's name in that of a file; a folder takes 255 for the whole


def about(
    accounts: Sequence[Account],
    start: datetime | None,
    end: datetime,
    zone: str,
    *,
    currency: str = "",
    basis: str = "",
) -> tuple[Fact, ...]:
    """The lines of a cover."""
    facts = [Fact("accounts", "Accounts" if len(accounts) > 1 else "Account", names_of(accounts))]
    facts.append(Fact("period", "Period", days_of(start, end, zone)))
    facts.append(Fact("zone", "Zone of days", zone))
    facts += [Fact("currency", "Currency", currency)] * bool(currency)
    facts += [Fact("basis", "Basis", basis)] * bool(basis)
    facts.append(Fact("version", "Version", VERSION))
    facts.append(Fact("generated_at", "Generated at", datetime.now(UTC).replace(microsecond=0), Kind.TIME))
    return tuple(facts)


def names_of(accounts: Sequence[Account]) -> str:
    """The accounts in words."""
    names = [account.name for account in accounts]
    if len(names) <= MOST_NAMES:
        return ", ".join(names)
    return f"{', '.join(names[:MOST_NAMES])} and {len(names) - MOST_NAMES} more"


def days_of(start: datetime | None, end: datetime, zone: str) -> str:
    """The days of a half-open period, first to last, on the clock of its zone."""
    clock = server_zone(zone)
    last = clock.to_server(end - timedelta(microseconds=1))
    if start is None:
        return f"all days to {last:%Y-%m-%d}"
    first = clock.to_server(start)
    return f"{first:%Y-%m-%d}" if first.date() == last.date() else f"{first:%Y-%m-%d} to {last:%Y-%m-%d}"


def file_name(
    report: str, accounts: Sequence[Account], start: datetime | None, end: datetime, zone: str
) -> str:
    """A name for the file: the report, the account when there is one, the days."""
    who = accounts[0].name if len(accounts) == 1 else f"{len(accounts)}-accounts"
    spaced = "".join(letter if letter.isalnum() else " " for letter in who.lower())
    clean = "-".join(spaced.encode()[:MOST_BYTES].decode(errors="ignore").split()) or "account"
    days = days_of(start, end, zone).replace("all days", "all").replace(" ", "_")
    return f"{report}_{clean}_{days}"
