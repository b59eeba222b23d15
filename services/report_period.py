"""Which days a report covers: a day, week, month or year as far as it has come, or bounds of one's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from services.calc.calendar import PeriodType, latest_periods
from services.calc.period import Period
from services.calc.server_zone import server_zone
from services.errors import IncompleteInputError, InvalidInputError

if TYPE_CHECKING:
    from datetime import datetime


class ReportType(StrEnum):
    """What a report is of."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YTD = "ytd"
    CUSTOM = "custom"


CALENDAR = {
    ReportType.DAILY: PeriodType.DAILY,
    ReportType.WEEKLY: PeriodType.WEEKLY,
    ReportType.MONTHLY: PeriodType.MONTHLY,
    ReportType.YTD: PeriodType.YEARLY,
}


def report_period(
    kind: ReportType,
    zone: str,
    now: datetime,
    start: datetime | None = None,
    end: datetime | None = None,
) -> Period:
    """The period of a report: both bounds as given, else the day, week, month or year they lie in.

    Without any bound it is the present one; what has not come yet is left out. Raises
    IncompleteInputError for a custom one without both bounds, InvalidInputError for bounds in wrong order.
    """
    if start is not None and end is not None:
        if start >= end:
            raise InvalidInputError("A report must start before it ends.")
        return Period(start, end, _text(start, end, zone))
    if kind is ReportType.CUSTOM:
        raise IncompleteInputError("A custom report needs a start and an end; give both dates.")
    inside = start or (now if end is None else end - timedelta(microseconds=1))
    (found,) = latest_periods(CALENDAR[kind], zone=zone, since=inside, until=inside, most=1)
    last = min(found.end, end or _tomorrow(max(now, inside), zone))
    begin = found.start if found.start is not None else last - timedelta(days=1)
    return replace(found, end=last, text=_text(begin, last, zone))


def _tomorrow(now: datetime, zone: str) -> datetime:
    clock = server_zone(zone)
    today = clock.to_server(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return clock.day_start(today + timedelta(days=1))


def _text(start: datetime, end: datetime, zone: str) -> str:
    clock = server_zone(zone)
    first, last = clock.to_server(start), clock.to_server(end - timedelta(microseconds=1))
    return f"{first:%Y-%m-%d}..{last:%Y-%m-%d}"
