"""The Sharpe ratio of each account as different products compute it, and why they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.exports import Column, Document, Kind, Table
from services.reports._about import about, days_of, file_name, names_of
from services.reports._registry import report
from services.which_sharpe import which_sharpe

if TYPE_CHECKING:
    from services.container import Services
    from services.exports import Part
    from services.reports._registry import Request
    from services.which_sharpe import WhichSharpe

RATIOS = (
    Column("account", "Account", Kind.TEXT),
    Column("product", "Computed by", Kind.TEXT),
    Column("sharpe_ratio", "Sharpe", Kind.NUMBER, 2),
    Column("n", "n", Kind.INTEGER),
    Column("steps", "Made of", Kind.TEXT),
    Column("reason", "Undefined because", Kind.TEXT),
)
FORMULAS = (
    Column("product", "Computed by", Kind.TEXT),
    Column("formula", "How", Kind.TEXT),
    Column("difference", "What sets it apart from ours", Kind.TEXT),
)


@report("which_sharpe", "Which Sharpe is this?")
def which_sharpe_report(services: Services, request: Request) -> Document:
    """The Sharpe ratio of the same deals as five products compute it, each with its formula."""
    owners = services.performance.owners(request.accounts)
    start, end, zone = request.period.start, request.period.end, request.zone
    found = [which_sharpe(services.performance, one.id, request.period, zone) for one in owners]
    return Document(
        name=file_name("which_sharpe", owners, start, end, zone),
        title="Which Sharpe is this?",
        subtitle=f"{names_of(owners)} · {days_of(start, end, zone)}",
        about=about(owners, start, end, zone, basis="as each product counts"),
        parts=_parts(found),
        zone=zone,
    )


def _parts(found: list[WhichSharpe]) -> tuple[Part, ...]:
    ratios = [
        [one.account.name, item.product, item.value, item.n, item.steps, item.reason]
        for one in found
        for item in one.variants
    ]
    formulas = [[item.product, item.formula, item.difference] for item in found[0].variants]
    return (
        Table("ratios", "Sharpe ratios", RATIOS, ratios, size=len(ratios)),
        Table("formulas", "How each is made", FORMULAS, formulas, size=len(formulas)),
    )
