"""The rollups of the snapshots: what a bucket keeps, and the one SELECT that makes it on every engine.

A bucket keeps six points of its equity, first, lowest, highest, last and the two ends of its deepest fall, so
that extremes and the maximum drawdown of any row of buckets are exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
RAW = "performance_snapshots"
POINTS = ("open", "high", "low", "close", "peak", "trough")
TIMES = tuple(f"{point}_time" for point in POINTS)
COLUMNS = ("account_id", "bucket", *POINTS[:4], "balance", "n", *TIMES[:4])
COLUMNS = (*COLUMNS, "peak", "peak_time", "trough", "trough_time")


@dataclass(frozen=True, slots=True)
class Rollup:
    """A grain: the view readers name, its plain table, what it is made from, and the width of a bucket."""

    name: str
    table: str
    source: str
    source_table: str
    width: timedelta

    @property
    def interval(self) -> str:
        """The width as PostgreSQL reads it."""
        return f"{int(self.width.total_seconds())} seconds"

    def floor(self, time: datetime) -> datetime:
        """The start of the bucket that holds *time*."""
        return EPOCH + (time - EPOCH) // self.width * self.width

    def ceiling(self, time: datetime) -> datetime:
        """The first bucket start at or after *time*."""
        return -((EPOCH - time) // self.width) * self.width + EPOCH


QUARTERS = Rollup("performance_15m", "rollup_15m", RAW, RAW, timedelta(minutes=15))
HOURS = Rollup("performance_1h", "rollup_1h", QUARTERS.name, QUARTERS.table, timedelta(hours=1))
DAYS = Rollup("performance_1d", "rollup_1d", HOURS.name, HOURS.table, timedelta(days=1))
ROLLUPS = (QUARTERS, HOURS, DAYS)


def find_rollup(name: str) -> Rollup:
    """The rollup that readers call *name*."""
    return next(rollup for rollup in ROLLUPS if rollup.name == name)


# Unsafe only in name: a view of a few live minutes must not start parallel workers, that takes longer.
DEEPEST_FALL = """
CREATE FUNCTION deepest_fall(
    highs float8[], high_times timestamptz[], lows float8[], low_times timestamptz[],
    peaks float8[], peak_times timestamptz[], troughs float8[], trough_times timestamptz[],
    OUT peak float8, OUT peak_time timestamptz, OUT trough float8, OUT trough_time timestamptz
) LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL UNSAFE AS $$
DECLARE
    top int := 1;
    deepest float8 := 0;
    began int := 1;
    ended int := 1;
BEGIN
    FOR i IN 1..cardinality(highs) LOOP
        IF peaks[i] > 0 AND 1 - troughs[i] / peaks[i] > deepest THEN
            deepest := 1 - troughs[i] / peaks[i];
            began := i;
            ended := i;
        END IF;
        IF i > top AND highs[top] > 0 AND 1 - lows[i] / highs[top] > deepest THEN
            deepest := 1 - lows[i] / highs[top];
            began := top;
            ended := i;
        END IF;
        IF highs[i] > highs[top] THEN
            top := i;
        END IF;
    END LOOP;
    IF began = ended THEN
        peak := peaks[began];
        peak_time := peak_times[began];
        trough := troughs[ended];
        trough_time := trough_times[ended];
    ELSE
        peak := highs[began];
        peak_time := high_times[began];
        trough := lows[ended];
        trough_time := low_times[ended];
    END IF;
END $$
"""
DROP_DEEPEST_FALL = (
    "DROP FUNCTION deepest_fall(float8[], timestamptz[], float8[], timestamptz[],"
    " float8[], timestamptz[], float8[], timestamptz[])"
)


def made_of(rollup: Rollup, relation: str, where: str) -> str:
    """The SELECT that makes buckets of *rollup* from *relation*; *where* names its column `{time}`."""
    arrays = _arrays(rollup)
    time = _key(rollup)
    inner = ", ".join(f"{expression} AS {name}" for name, expression in arrays.items())
    outer = _columns({name: name for name in arrays}, "fall")
    bucket = f"date_bin('{rollup.interval}', {time}, timestamptz 'epoch')"
    return (
        f"SELECT account_id, bucket, {outer} FROM (SELECT account_id, {bucket} AS bucket, {inner}"
        f" FROM {relation} WHERE {where.format(time=time)} GROUP BY 1, 2) AS grouped,"
        f" LATERAL deepest_fall({_FALL}) AS fall"
    )


def aggregate_of(rollup: Rollup) -> str:
    """The same as TimescaleDB wants it for a continuous aggregate: one level, its own bucket function."""
    arrays = _arrays(rollup)
    call = "(deepest_fall(" + ", ".join(arrays[name] for name in _FALL.split(", ")) + "))"
    bucket = f"time_bucket('{rollup.interval}', {_key(rollup)})"
    return (
        f"SELECT account_id, {bucket} AS bucket, {_columns(arrays, call)}"
        f" FROM {rollup.source} GROUP BY account_id, {bucket}"
    )


_FALL = "highs, high_times, lows, low_times, peaks, peak_times, troughs, trough_times"


def _key(rollup: Rollup) -> str:
    return "time" if rollup.source == RAW else "bucket"


def _arrays(rollup: Rollup) -> dict[str, str]:
    """What is gathered of a bucket, in the order of time; a snapshot is a bucket of one point."""
    is_raw, key = rollup.source == RAW, _key(rollup)
    point = dict.fromkeys(POINTS, "equity") if is_raw else {name: name for name in POINTS}
    time = dict.fromkeys(TIMES, "time") if is_raw else {name: name for name in TIMES}
    gathered = {f"{name}s": point[name] for name in POINTS} | {f"{name}s": time[name] for name in TIMES}
    arrays = {name: f"array_agg({column} ORDER BY {key})" for name, column in gathered.items()}
    return arrays | {
        "balances": f"array_agg(balance ORDER BY {key})",
        "top": f"max({point['high']})",
        "bottom": f"min({point['low']})",
        "rows": "count(*)",
        "points": "count(*)" if is_raw else "sum(n)::bigint",
    }


def _columns(given: dict[str, str], fall: str) -> str:
    """The columns after account and bucket."""
    at = {name: f"({expression})" for name, expression in given.items()}
    columns = {
        "open": f"{at['opens']}[1]",
        "high": at["top"],
        "low": at["bottom"],
        "close": f"{at['closes']}[{at['rows']}]",
        "balance": f"{at['balances']}[{at['rows']}]",
        "n": at["points"],
        "open_time": f"{at['open_times']}[1]",
        "high_time": f"{at['high_times']}[array_position({at['highs']}, {at['top']})]",
        "low_time": f"{at['low_times']}[array_position({at['lows']}, {at['bottom']})]",
        "close_time": f"{at['close_times']}[{at['rows']}]",
        "peak": f"{fall}.peak",
        "peak_time": f"{fall}.peak_time",
        "trough": f"{fall}.trough",
        "trough_time": f"{fall}.trough_time",
    }
    return ", ".join(f"{expression} AS {name}" for name, expression in columns.items())
