"""The result day by day, summed to weeks and months, as the calendar shows it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from services.calc.server_zone import server_zone
from services.comparison.calendar import Stretch, View, months_of, weeks_of
from services.exports import Document, Text
from services.reports._about import about, days_of, file_name, names_of
from services.reports._calendar_parts import days_part, spans_part
from services.reports._registry import report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from services.calendars import Calendar
    from services.container import Services
    from services.exports import Part
    from services.reports._registry import Request

SUMS = "Trades count on the day they were closed; days add up to weeks, months and the whole to the cent."
YEAR = timedelta(days=366)
RETURNS = "Returns are flow-neutral and chained; a week or a month counts its days within the period."


@report("calendar", "Calendar", of_moment=True)
def calendar(services: Services, request: Request) -> Document:
    """The result of each day: net profit, trades, wins and return, summed to weeks and months."""
    stretch = _stretch(services, request)
    found = services.calendars.calendar(stretch, request.accounts, request.currency, request.zone)
    start, end, zone = found.period.start, found.period.end, found.terms.zone
    return Document(
        name=file_name("calendar", found.accounts, start, end, zone),
        title="Calendar",
        subtitle=f"{names_of(found.accounts)} · {days_of(start, end, zone)}",
        about=about(found.accounts, start, end, zone, currency=found.terms.currency, basis="net"),
        parts=tuple(_parts(found)),
        zone=zone,
        footnotes=(SUMS, RETURNS),
    )


def _parts(found: Calendar) -> Iterator[Part]:
    if found.not_added:
        yield Text("not_added", "Not added up", (found.not_added,))
    days = found.span.days
    yield spans_part("months", "Months", months_of(days), found)
    yield spans_part("weeks", "Weeks", weeks_of(days), found)
    yield days_part(found)


def _stretch(services: Services, request: Request) -> Stretch:
    """The days of the request, from the first trade on where it names no beginning.

    A period of more than a year, such as "since 1900", is cut to the days that there can be something of.
    """
    clock, period = server_zone(request.zone), request.period
    last = clock.to_server(period.end - timedelta(microseconds=1)).date()
    if period.start is None:
        return Stretch(View.DAY, min(_first(services, request) or last, last), last)
    first = clock.to_server(period.start).date()
    if last - first <= YEAR:
        return Stretch(View.DAY, first, last)
    began = (record.began for record in services.performance.records(request.accounts))
    known = min((clock.to_server(time).date() for time in began if time is not None), default=last)
    first, today = max(first, min(known, last)), clock.to_server(datetime.now(UTC)).date()
    return Stretch(View.DAY, first, max(first, min(last, today)))


def _first(services: Services, request: Request) -> date | None:
    known = services.calendars.known_days(request.accounts, request.zone)
    return None if known is None else known[0]
