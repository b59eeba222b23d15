"""Rules of proprietary trading firms: limits, their use, breaches, days, equity with its floors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.exports import Document, Text
from services.reports._about import about, file_name, names_of
from services.reports._prop_parts import days_part, floors_chart, rules_part
from services.reports._registry import report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from services.container import Services
    from services.exports import Part
    from services.prop_firm.standing import Standing
    from services.reports._registry import Request

COUNTED = "Balance and equity are told as if the account had begun with the rules' initial balance."
KEPT = "A breach is kept as it was seen first, whatever later deals or imports make of the ledger."


@report("prop_firm", "Rules of prop firms", of_moment=True, options=("rules",))
def prop_firm(services: Services, request: Request) -> Document:
    """Rules of proprietary trading firms over the whole history: limits, use, headroom, breaches, days."""
    owners = services.performance.owners(request.accounts)
    found = tuple(one for account in owners for one in _standings(services, request, account.id))
    currency = owners[0].currency if len({account.currency for account in owners}) == 1 else ""
    names, end = names_of(owners), request.period.end
    return Document(
        name=file_name("prop_firm", owners, None, end, request.zone),
        title="Rules of prop firms",
        subtitle=f"{names} · whole history",
        about=about(owners, None, end, request.zone, currency=currency),
        parts=tuple(_parts(found)),
        zone=request.zone,
        footnotes=(COUNTED, KEPT),
    )


def _standings(services: Services, request: Request, account_id: UUID) -> tuple[Standing, ...]:
    """Those of the account's own sets; without one, the set that the request names."""
    found, named = services.prop_firms.standings(account_id), request.option("rules")
    if found or not named:
        return found
    return (services.prop_firms.tried(account_id, named),)


def _parts(found: tuple[Standing, ...]) -> Iterator[Part]:
    yield rules_part(found)
    for number, one in enumerate(found, start=1):
        if one.history.time.size:
            yield floors_chart(one, number)
    if found:
        yield Text("basis", "What this stands on", tuple(_basis(one) for one in found))
        yield days_part(found)


def _basis(one: Standing) -> str:
    tried = "" if one.assigned_at is not None else " Only tried: the set is not assigned, no breach is kept."
    return f"{one.account.name}, {one.rules.label}: {one.basis}{tried}"
