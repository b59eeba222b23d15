"""Accounts in depth: what the panels of an account's page show."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from services.breakdowns import breakdowns
from services.calc.monte_carlo import Horizon
from services.errors import InvalidInputError
from services.exports import Document, Fact
from services.insight_answers import ResultUnit
from services.reports import _insight_parts as parts
from services.reports._about import about, days_of, file_name, names_of
from services.reports._period_tables import breakdown_part
from services.reports._registry import report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from services.container import Services
    from services.exports import Facts, Table
    from services.reports._registry import Request

MOST_ACCOUNTS = 12
USUAL = {"unit": ResultUnit.MONEY.value, "by": "symbol", "horizon": Horizon.QUARTER.value}
CHANCE = "Monte Carlo draws the account's own days again, always the same ones; the past need not come again."


@report("insight", "In depth", of_moment=True, options=tuple(USUAL))
def insight(services: Services, request: Request) -> Document:
    """An account in depth: distribution, breakdown, drawdowns, rolling figures, Monte Carlo, hidden risk."""
    owners = services.performance.owners(request.accounts)
    if len(owners) > MOST_ACCOUNTS:
        raise InvalidInputError(f"This report goes into depth: choose at most {MOST_ACCOUNTS} accounts.")
    start, end, zone = request.period.start, request.period.end, request.zone
    currencies = sorted({account.currency for account in owners})
    return Document(
        name=file_name("insight", owners, start, end, zone),
        title="In depth",
        subtitle=f"{names_of(owners)} · {days_of(start, end, zone)}",
        about=(
            *about(owners, start, end, zone, currency=", ".join(currencies), basis="net"),
            *(Fact(name, name.capitalize(), value) for name, value in _choices(request).items()),
        ),
        parts=tuple(
            part if len(owners) == 1 else _numbered(part, number, account.name)
            for number, account in enumerate(owners, start=1)
            for part in _parts(services, request, account.id)
        ),
        zone=zone,
        footnotes=(CHANCE,),
    )


def _parts(services: Services, request: Request, account_id: UUID) -> Iterator[Table | Facts]:
    asked, about_it = services.insight, (account_id, request.period, request.zone)
    chosen = _choices(request)
    yield parts.distribution_part(asked.distribution(*about_it, chosen["unit"]))
    told = breakdown_part(asked.breakdown(account_id, chosen["by"], request.period, request.zone))
    yield replace(told, name="breakdown")
    yield parts.drawdowns_part(asked.drawdowns(*about_it))
    yield parts.rolling_part(asked.rolling(*about_it))
    yield from parts.outlook_parts(asked.outlook(*about_it, chosen["horizon"]))
    yield parts.hidden_risk_part(asked.hidden_risk(*about_it))
    yield from parts.streak_parts(asked.streaks(*about_it))


def _choices(request: Request) -> dict[str, str]:
    """What distribution, breakdown and Monte Carlo are told in; raises InvalidInputError."""
    found = {name: request.option(name, usual) for name, usual in USUAL.items()}
    for name, known in _known().items():
        if found[name] not in known:
            raise InvalidInputError(f"{found[name]!r} is no choice of {name}; choose {', '.join(known)}.")
    return found


def _known() -> dict[str, list[str]]:
    return {
        "unit": [one.value for one in ResultUnit],
        "by": [one.name for one in breakdowns()],
        "horizon": [one.value for one in Horizon],
    }


def _numbered(part: Table | Facts, number: int, account: str) -> Table | Facts:
    return replace(part, name=f"{part.name}_{number}", title=f"{account}: {part.title}")
