"""The days of a period out of those of whole histories, without going through their points again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.return_kernel import CALENDAR_DAYS, TRADING_DAYS, DailySeries, daily_series, is_weekend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from services.calc.equity import Track
    from services.calc.period import Period
    from services.calc.server_zone import ServerZone


def days_within(
    tracks: Sequence[Track], whole: Sequence[DailySeries], period: Period, zone: ServerZone
) -> list[DailySeries]:
    """What `daily_series` makes of the points of a period; *whole* is what it made of all of them."""
    rows = [period.rows(track.time) for track in tracks]
    edges = [_edges(track, inside) for track, inside in zip(tracks, rows, strict=True)]
    times = np.concatenate(edges or [np.zeros(0, dtype="datetime64[us]")])
    days = zone.days(times).reshape(-1, 4)
    found = []
    for track, series, inside, (before, first, last, after) in zip(tracks, whole, rows, days, strict=True):
        is_cut = (inside.start > 0 and before == first) or (inside.stop < track.time.size and after == last)
        if inside.start == inside.stop or is_cut:  # a day lies on both sides of an edge
            found.append(daily_series(track, period.mask(track.time), zone))
        else:
            found.append(_between(series, first, last))
    return found


def _edges(track: Track, inside: slice) -> NDArray[np.datetime64]:
    """The last point before, the first and the last inside, the first after; others where there is none."""
    if inside.start == inside.stop:
        return np.zeros(4, dtype="datetime64[us]")
    last = track.time.size - 1
    return track.time[[max(inside.start - 1, 0), inside.start, inside.stop - 1, min(inside.stop, last)]]


def _between(whole: DailySeries, first: np.datetime64, last: np.datetime64) -> DailySeries:
    at = slice(int(np.searchsorted(whole.day, first)), int(np.searchsorted(whole.day, last, side="right")))
    day, returns, profit = whole.day[at], whole.returns[at], whole.profit[at]
    if whole.per_year == CALENDAR_DAYS:
        weekend = is_weekend(day)
        if not (weekend & (np.nan_to_num(returns, nan=1.0) != 0)).any():
            return DailySeries(day[~weekend], returns[~weekend], profit[~weekend], TRADING_DAYS, last)
    return DailySeries(day, returns, profit, whole.per_year, last)
