"""A file of one-minute bars as MetaTrader exports them, read strictly: what is doubtful is refused."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from services.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_BYTES = 256 * 1024 * 1024
MINUTE = timedelta(minutes=1)
TELLING = 10
"""From how many bars on none beside its neighbour says that they are not of a minute."""
NAMES = ("date", "time", "open", "high", "low", "close", "spread")
TIMES = ("%Y.%m.%d %H:%M:%S", "%Y.%m.%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M")
WITHOUT_NAMES = {"date": 0, "time": 1, "open": 2, "high": 3, "low": 4, "close": 5}


@dataclass(frozen=True, slots=True)
class Bar:
    """A minute of bids on the server's clock; `spread` is in prices."""

    server_time: datetime
    low: float
    high: float
    spread: float


def read_bars(content: bytes) -> tuple[Bar, ...]:
    """The bars, oldest first; raises UnreadableFileError, which names the row."""
    if len(content) > MOST_BYTES:
        raise UnreadableFileError("The file is larger than 256 MiB; bring the bars year by year.")
    rows = list(_rows(_text(content)))
    if not rows:
        raise UnreadableFileError("The file has no rows; export one-minute bars from MetaTrader's symbols.")
    places, first = _places(rows[0][1])
    point = _point(
        [row[places["close"]] for _, row in rows[first : first + 1_000] if len(row) > places["close"]]
    )
    bars = tuple(_bar(number, row, places, point) for number, row in rows[first:])
    _check(bars, rows[first:])
    return bars


def _text(content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFileError("The file is no text; export the bars as CSV.") from error


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    lines = text.splitlines()
    delimiter = max("\t;,", key=text.partition("\n")[0].count)
    for number, row in enumerate(csv.reader(lines, delimiter=delimiter), start=1):
        if any(row):
            yield number, [cell.strip() for cell in row]


def _places(row: Sequence[str]) -> tuple[dict[str, int], int]:
    """Where each column stands, and the first row of bars; MetaTrader 4 writes no names."""
    names = [cell.strip("<>").casefold() for cell in row]
    if names[0][:1].isdigit():
        if len(row) < len(WITHOUT_NAMES):
            raise UnreadableFileError("Row 1: a bar is date, time, open, high, low and close.")
        return WITHOUT_NAMES, 0
    missing = [name for name in NAMES[:-1] if name not in names]
    if missing:
        raise UnreadableFileError(
            f"Row 1: there is no column {missing[0]}; a bar has {', '.join(NAMES[:-1])}."
        )
    return {name: names.index(name) for name in NAMES if name in names}, 1


def _point(closes: Sequence[str]) -> float:
    """The smallest step of prices, in which the column of spreads counts."""
    return 10.0 ** -max((len(close.partition(".")[2]) for close in closes), default=0)


def _bar(number: int, row: Sequence[str], places: dict[str, int], point: float) -> Bar:
    try:
        time = _time(f"{row[places['date']]} {row[places['time']]}")
        prices = [float(row[places[name]]) for name in ("open", "high", "low", "close")]
        spread = float(row[places["spread"]]) * point if "spread" in places else 0.0
    except (ValueError, IndexError) as error:
        raise UnreadableFileError(f"Row {number}: {' '.join(row)[:60]!r} is no bar of a minute.") from error
    low, high = min(prices), max(prices)
    if not 0 < low <= high < math.inf or not 0 <= spread < math.inf or (prices[2], prices[1]) != (low, high):
        raise UnreadableFileError(f"Row {number}: its high and low are not the highest and lowest price.")
    return Bar(time, low, high, spread)


def _time(text: str) -> datetime:
    for pattern in TIMES:
        try:
            return datetime.strptime(text, pattern)  # noqa: DTZ007 - the server's clock has no zone of its own
        except ValueError:
            continue
    raise ValueError(text)


def _check(bars: Sequence[Bar], rows: Sequence[tuple[int, Sequence[str]]]) -> None:
    shortest = timedelta.max
    for before, bar, (number, _) in zip(bars, bars[1:], rows[1:], strict=False):
        step = bar.server_time - before.server_time
        if step <= timedelta(0):
            raise UnreadableFileError(f"Row {number}: the bars are not in the order of their times.")
        shortest = min(shortest, step)
    if len(bars) >= TELLING and shortest > MINUTE:
        raise UnreadableFileError(
            f"The bars are {shortest.total_seconds() / 60:.0f} minutes apart; bring M1."
        )
