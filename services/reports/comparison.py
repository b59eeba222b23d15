"""Accounts beside each other: places with intervals, score components, growth, and who was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.exports import Column, Document, Kind, Table, Text
from services.reports._about import about, days_of, file_name, names_of
from services.reports._comparison_parts import components_part, figures_part, growth_chart, ranking_part
from services.reports._registry import report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.comparing import Comparison
    from services.container import Services
    from services.exports import Part
    from services.reports._registry import Request

PLACES = (
    "Places are those of the score; the interval holds the places that 95 % of random draws of the days give."
)
COMMON = "Accounts are compared over the days they have in common; returns are flow-neutral."


@report("comparison", "Comparison", of_moment=True)
def comparison(services: Services, request: Request) -> Document:
    """Accounts beside each other: places with intervals, score components, growth, and who was left out."""
    found = services.comparing.compare(request.accounts, request.period, request.currency, request.zone)
    owners = tuple(row.account for row in found.rows)
    span = found.common or found.period
    zone = found.terms.zone
    return Document(
        name=file_name("comparison", owners, span.start, span.end, zone),
        title="Comparison of accounts",
        subtitle=f"{names_of(owners)} · {days_of(span.start, span.end, zone)}",
        about=about(owners, span.start, span.end, zone, currency=found.terms.currency, basis="net"),
        parts=tuple(_parts(found)),
        zone=zone,
        footnotes=(PLACES, COMMON),
    )


def _parts(found: Comparison) -> Iterator[Part]:
    if found.not_added:
        yield Text("not_added", "Not added up", (found.not_added,))
    if not found.ranked:
        yield Text("empty", "Not compared", ("No day is common to these accounts.",))
    yield ranking_part(found)
    yield figures_part(found)
    yield components_part(found)
    if found.ranked and found.day.size:
        yield growth_chart(found)
    left_out = [[row.account.name, row.reason] for row in found.rows if row.place is None]
    columns = (Column("account", "Account", Kind.TEXT), Column("reason", "Not ranked because", Kind.TEXT))
    if left_out:
        yield Table("left_out", "Left out", columns, left_out, size=len(left_out))
