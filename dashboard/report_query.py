"""What the reports page makes, as its address says it: a report and a format; and the periods it offers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeGuard
from urllib.parse import parse_qs, urlencode

from services.calc.calendar import PeriodType, latest_periods
from services.calc.server_zone import server_zone
from services.exports import formats
from services.reports import PART, find_report, reports
from services.tax_years import year_to_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.query import Query
    from services.calc.period import Period

PATH = "/reports"
TAX_YEAR = "tax_year"
USUAL_REPORT, USUAL_FORMAT = "performance", "pdf"
SHARED = frozenset({"benchmark"})  # options that stand in every page's address
LONGEST_OPTION = 500
SPANS = (("day", PeriodType.DAILY), ("week", PeriodType.WEEKLY), ("month", PeriodType.MONTHLY))


@dataclass(frozen=True, slots=True)
class ReportQuery:
    """The choice, with the options that only this report knows; what an address says wrongly is left out."""

    report: str = USUAL_REPORT
    format: str = USUAL_FORMAT
    options: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, values: Mapping[str, object]) -> ReportQuery:
        """The choice named by query parameters."""
        report, kind = values.get("report"), values.get("format")
        chosen = report if isinstance(report, str) and report in _names(reports()) else USUAL_REPORT
        is_known = isinstance(kind, str) and kind in _names(formats(chosen))
        own = {name: values.get(name) for name in (PART, *find_report(chosen).options) if name not in SHARED}
        options = tuple((name, text) for name, text in own.items() if _is_text(text))
        return cls(chosen, str(kind) if is_known else USUAL_FORMAT, options)

    @classmethod
    def of_address(cls, search: str) -> ReportQuery:
        """The choice in an address's query string."""
        return cls.read({name: found[0] for name, found in parse_qs(search.removeprefix("?")).items()})

    @property
    def only(self) -> str:
        """What of the report is chosen, in words; empty where it is the whole."""
        return ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in self.options)

    @property
    def tax_year(self) -> int | None:
        """The tax year it is of, the last one where none is named; None for a report by days."""
        if TAX_YEAR not in find_report(self.report).options:
            return None
        text = dict(self.options).get(TAX_YEAR, "")
        known = text.isdecimal() and len(text) == len("2025")
        return int(text) if known else year_to_file()

    def of_year(self, year: int) -> ReportQuery:
        """The same of a tax year."""
        return replace(self, options=tuple({**dict(self.options), TAX_YEAR: str(year)}.items()))

    def href(self, query: Query) -> str:
        """The address that shows this, with the state every page shares."""
        pairs = (("report", self.report, USUAL_REPORT), ("format", self.format, USUAL_FORMAT))
        own = urlencode(
            [(name, value) for name, value, usual in pairs if value != usual] + list(self.options)
        )
        shared = query.href(PATH)
        return f"{shared}{'&' if '?' in shared else '?'}{own}" if own else shared


def report_periods(query: Query, zone: str, now: datetime) -> tuple[tuple[str, Query], ...]:
    """The periods beside each other: this and last day, week, month; this year; everything."""
    found, long_ago = [], now - timedelta(days=70)
    for word, kind in SPANS:
        spans = latest_periods(kind, zone=zone, since=long_ago, until=now, most=2)
        labels = ("Today", "Yesterday") if word == "day" else (f"This {word}", f"Last {word}")
        found += [
            (label, replace(query, period=_days(span, zone)))
            for label, span in zip(labels, spans, strict=True)
        ]
    found += [("Year to date", replace(query, period="ytd")), ("Everything", replace(query, period="all"))]
    return tuple(found)


def report_links(query: Query, report: str, **options: str) -> tuple[tuple[str, str, str], ...]:
    """Every format of a report of what *query* shows: name, label, and where it is made."""
    return tuple(
        (kind.name, kind.label, file_address(query, report, kind.name, **options)) for kind in formats(report)
    )


def file_address(query: Query, report: str, kind: str = "csv", **options: str) -> str:
    """Where a file of what *query* shows is described: a report with its options, whole or one `part`."""
    return ReportQuery(report, kind, tuple(options.items())).href(query)


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_OPTION


def _days(period: Period, zone: str) -> str:
    clock = server_zone(zone)
    start = period.end if period.start is None else period.start
    last = clock.to_server(period.end - timedelta(microseconds=1))
    return f"{clock.to_server(start):%Y-%m-%d}..{last:%Y-%m-%d}"


def _names(items: tuple[object, ...]) -> set[str]:
    return {str(getattr(item, "name", "")) for item in items}
