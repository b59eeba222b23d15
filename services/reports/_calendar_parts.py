"""The parts of the calendar: its days, and the sums of some days in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.exports import Column, Kind, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.calendars import Calendar
    from services.comparison.calendar import Span, Tally


def days_part(found: Calendar) -> Table:
    """Every day, with or without trades, and their sum."""
    columns = (Column("day", "Day", Kind.DATE), *_columns(found))
    rows = [[one.day, *_cells(one.tally)] for one in found.span.days]
    totals = [None, *_cells(found.span.tally)]
    return Table("days", "Days", columns, rows, size=len(rows), totals=totals, is_long=True)


def spans_part(name: str, title: str, spans: Sequence[Span], found: Calendar) -> Table:
    """The sums of weeks or months, and of all of them."""
    columns = (Column("first", "From", Kind.DATE), Column("last", "To", Kind.DATE), *_columns(found))
    rows = [[one.first, one.last, *_cells(one.tally)] for one in spans]
    totals = [None, None, *_cells(found.span.tally)]
    return Table(name, title, columns, rows, size=len(rows), totals=totals)


def _columns(found: Calendar) -> tuple[Column, ...]:
    terms = found.terms
    return (
        Column("net_profit", f"Net profit {terms.currency}", Kind.MONEY, terms.digits),
        Column("trades", "Trades", Kind.INTEGER),
        Column("wins", "Wins", Kind.INTEGER),
        Column("win_rate", "Win rate", Kind.FRACTION),
        Column("return", "Return", Kind.FRACTION),
    )


def _cells(tally: Tally) -> list[object]:
    return [tally.net, tally.trades, tally.wins, tally.win_rate, tally.period_return]
