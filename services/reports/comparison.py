"""Accounts beside each other: places with intervals, score components, growth, and who was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.compared_beside import compared_beside
from services.exports import Column, Document, Kind, Table, Text
from services.reports._about import about, days_of, file_name, names_of
from services.reports._beside import BENCHMARK, benchmark_facts, chosen_of, problem_parts
from services.reports._comparison_parts import components_part, figures_part, growth_chart, ranking_part
from services.reports._comparison_tables import (
    accounts_part,
    beside_part,
    growth_part,
    months_part,
    pairs_part,
)
from services.reports._registry import report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.compared_beside import ComparedBeside
    from services.comparing import Comparison
    from services.container import Services
    from services.exports import Part
    from services.reports._registry import Request

PLACES = (
    "Places are those of the score; the interval holds the places that 95 % of random draws of the days give."
)
COMMON = "Accounts are compared over the days they have in common; returns are flow-neutral."


@report("comparison", "Comparison", of_moment=True, options=(BENCHMARK,))
def comparison(services: Services, request: Request) -> Document:
    """Accounts beside each other: places with intervals, score components, growth, months, correlation."""
    found = services.comparing.compare(request.accounts, request.period, request.currency, request.zone)
    owners = tuple(row.account for row in found.rows)
    chosen, problem = chosen_of(services, request, [account.id for account in owners])
    laid = None if chosen is None else compared_beside(found, chosen)
    span = found.common or found.period
    zone = found.terms.zone
    return Document(
        name=file_name("comparison", owners, span.start, span.end, zone),
        title="Comparison of accounts",
        subtitle=f"{names_of(owners)} · {days_of(span.start, span.end, zone)}",
        about=(
            *about(owners, span.start, span.end, zone, currency=found.terms.currency, basis="net"),
            *benchmark_facts(chosen),
        ),
        parts=(*_parts(found, laid), *problem_parts(problem)),
        zone=zone,
        footnotes=(PLACES, COMMON),
    )


def _parts(found: Comparison, laid: ComparedBeside | None) -> Iterator[Part]:
    if found.not_added:
        yield Text("not_added", "Not added up", (found.not_added,))
    if not found.ranked:
        yield Text("empty", "Not compared", ("No day is common to these accounts.",))
    yield ranking_part(found)
    yield figures_part(found)
    yield components_part(found)
    yield accounts_part(found)
    if found.ranked and found.day.size:
        yield growth_chart(found)
        yield growth_part(found, laid)
        yield months_part(found)
        yield pairs_part(found)
    if laid is not None:
        yield beside_part(found, laid)
    left_out = [[row.account.name, row.reason] for row in found.rows if row.place is None]
    columns = (Column("account", "Account", Kind.TEXT), Column("reason", "Not ranked because", Kind.TEXT))
    if left_out:
        yield Table("left_out", "Left out", columns, left_out, size=len(left_out))
