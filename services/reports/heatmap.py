"""Where the result came from: a metric of trades by two dimensions, or metrics by account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.comparison.matrix import CELL_METRICS
from services.errors import InvalidInputError
from services.exports import Document, Text
from services.heatmaps import ACCOUNT_METRIC, COMPARED, Dimension
from services.reports._about import about, days_of, file_name, names_of
from services.reports._heatmap_parts import account_part, matrix_parts
from services.reports._registry import report

if TYPE_CHECKING:
    from services.comparison.matrix import Terms
    from services.container import Services
    from services.exports import Part
    from services.reports._registry import Request

WORDS = "Trades stand where they were closed, after costs; nothing is folded together."


@report("heatmap", "Heatmap", of_moment=True, options=("dimension", "metric", "metrics"))
def heatmap(services: Services, request: Request) -> Document:
    """Where the result came from: a metric by hour, month, symbol or duration, or metrics by account."""
    dimension = request.option("dimension", Dimension.HOUR_WEEKDAY.value)
    made = _accounts if dimension == ACCOUNT_METRIC else _trades
    what, terms, parts = made(services, request, dimension)
    owners, start, end = (
        services.performance.owners(request.accounts),
        request.period.start,
        request.period.end,
    )
    words = dimension.replace("_", " × ")
    return Document(
        name=file_name(f"heatmap_{dimension}", owners, start, end, terms.zone),
        title=f"Heatmap: {what} by {words}",
        subtitle=f"{names_of(owners)} · {days_of(start, end, terms.zone)}",
        about=about(owners, start, end, terms.zone, currency=terms.currency, basis="net"),
        parts=parts,
        zone=terms.zone,
        footnotes=(WORDS,),
    )


def _trades(services: Services, request: Request, dimension: str) -> tuple[str, Terms, tuple[Part, ...]]:
    name = request.option("metric", CELL_METRICS[0])
    known = [item.value for item in Dimension]
    if dimension not in known or name not in CELL_METRICS:
        choice = f"{', '.join((*known, ACCOUNT_METRIC))} and {', '.join(CELL_METRICS)}"
        raise InvalidInputError(f"There is no heatmap of {name!r} by {dimension!r}; there are {choice}.")
    asked = (request.accounts, request.period, request.currency, request.zone)
    found = services.heatmaps.matrix(Dimension(dimension), name, *asked)
    if not found.counts[-1, -1]:
        reason = Text("empty", "Cells", ("No trade was closed in this period.",))
        return found.metric.label, found.terms, (reason,)
    reason = Text("reason", "Not told", (found.reason,))
    return found.metric.label, found.terms, (*[reason] * bool(found.reason), *matrix_parts(found))


def _accounts(services: Services, request: Request, _: str) -> tuple[str, Terms, tuple[Part, ...]]:
    names = [name for name in request.option("metrics").split(".") if name] or list(COMPARED)
    asked = (request.accounts, request.period, request.currency, request.zone)
    found = services.heatmaps.accounts(names, *asked)
    return "metrics", found.terms, (account_part(found),)
