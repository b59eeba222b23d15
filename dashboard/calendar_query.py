"""What the calendar page shows, as its address says it: a view and a day in it, else the period's own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dashboard.query import DEFAULT_PERIOD
from services.calc.server_zone import server_zone
from services.comparison.calendar import FIRST_YEAR, LAST_YEAR, Stretch, View, stretch_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from dashboard.query import Query
    from services.calc.period import Period

PATH = "/calendar"
OF_PRESETS = {"1d": View.DAY, "1w": View.WEEK, "1m": View.MONTH}


@dataclass(frozen=True, slots=True)
class CalendarQuery:
    """A view and a day, each None where the address names none or nonsense."""

    view: View | None = None
    day: date | None = None

    @classmethod
    def read(cls, values: Mapping[str, object]) -> CalendarQuery:
        """The view and day named by query parameters."""
        view = next((item for item in View if item.value == values.get("view")), None)
        return cls(view, _day(values.get("day")))

    def stretch(self, query: Query, period: Period, zone: str, last: date | None) -> Stretch:
        """The days to show: a chosen period's, else this view's, else the month of the *last* trade."""
        clock = server_zone(zone)
        newest = clock.to_server(period.end - timedelta(microseconds=1)).date()
        if query.period != DEFAULT_PERIOD:
            return stretch_of(_view_of(query, period, newest, zone), newest)
        return stretch_of(self.view or View.MONTH, self.day or last or newest)


def calendar_href(query: Query, stretch: Stretch) -> str:
    """The address that shows *stretch*, with the state every page shares but for the period."""
    shared = replace(query, period=DEFAULT_PERIOD).href(PATH)
    own = f"view={stretch.view.value}&day={stretch.first.isoformat()}"
    return f"{shared}{'&' if '?' in shared else '?'}{own}"


def _view_of(query: Query, period: Period, newest: date, zone: str) -> View:
    """The smallest view that holds a period of one's own; a year for anything longer."""
    if query.is_open_ended:
        return OF_PRESETS.get(query.period, View.YEAR)
    oldest = newest if period.start is None else _local(period.start, zone)
    fitting = (view for view in reversed(View) if stretch_of(view, newest).first <= oldest)
    return View.YEAR if period.start is None else next(fitting, View.YEAR)


def _local(time: datetime, zone: str) -> date:
    return server_zone(zone).to_server(time).date()


def _day(value: object) -> date | None:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return day if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR else None
