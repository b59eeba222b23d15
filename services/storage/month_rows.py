"""The rows of one table, account and UTC month: what they sum up to, read as a stream, written back."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from services.storage import timeseries
from services.storage.engine import copy_rows
from services.storage.month_values import Digits, Field, Kind, Slice, Summary
from services.storage.timeseries import relation_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Connection

BATCH = 20_000
_NUMBERS = ("smallint", "integer", "bigint", "numeric", "double precision")
_ROWS_HASH = """
    CAST(coalesce(sum(CAST(hashtextextended(CAST(ROW({fields}) AS text), 0) AS numeric)), 0) AS text)
"""
_DIGITS = """
    max(length(trim(LEADING '-' FROM CAST(trunc("{name}") AS text)))),
    min(scale("{name}")), max(scale("{name}")), count("{name}") = count(scale("{name}"))
"""
_COUNT = """
    SELECT {account}, CAST(date_trunc('month', "{time}", 'UTC') AT TIME ZONE 'UTC' AS date), count(*)
    FROM {name} WHERE "{time}" < :before GROUP BY 1, 2 ORDER BY 2, 1
"""


def fields_of(connection: Connection, name: str) -> tuple[Field, ...]:
    """The columns of a table under retention, in its order."""
    rows = connection.execute(
        text(
            "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute"
            " WHERE attrelid = to_regclass(:name) AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
        ),
        {"name": relation_of(connection, name)},
    )
    return tuple(Field(*row) for row in map(tuple, rows))


def months_before(
    connection: Connection, kind: Kind, before: datetime
) -> list[tuple[UUID | None, date, int]]:
    """Account, month and number of its rows, for every UTC month that has rows before an instant."""
    account = "account_id" if kind.has_account else "CAST(NULL AS uuid)"
    found = text(_COUNT.format(account=account, time=kind.time, name=relation_of(connection, kind.name)))
    return [(row[0], row[1], row[2]) for row in connection.execute(found, {"before": before})]


def summary_of(connection: Connection, part: Slice) -> Summary:
    """What the stored rows of a slice come to."""
    fields = fields_of(connection, part.kind.name)
    return _summary(connection, part.kind, fields, _where(part), _values(part))


def summary_of_rows(
    connection: Connection, kind: Kind, fields: Sequence[Field], rows: Iterable[Sequence[Any]]
) -> Summary:
    """What *rows* come to once the database has read them; nothing of them stays."""
    _load(connection, kind, fields, rows)
    found = _summary(connection, kind, fields, "true", {}, relation="pg_temp.reread")
    connection.execute(text("DROP TABLE pg_temp.reread"))
    return found


def write_missing(
    connection: Connection, kind: Kind, fields: Sequence[Field], rows: Iterable[Sequence[Any]]
) -> int:
    """Write *rows* back into their table beside what is there; how many were missing."""
    _load(connection, kind, fields, rows)
    names = _quoted(fields)
    written = connection.execute(
        text(f"INSERT INTO {kind.name} ({names}) SELECT {names} FROM pg_temp.reread ON CONFLICT DO NOTHING")  # noqa: S608 - names are ours
    ).rowcount
    connection.execute(text("DROP TABLE pg_temp.reread"))
    return written


def remove_rows(connection: Connection, part: Slice) -> int:
    """Remove the rows of a slice from the database; how many there were."""
    return timeseries.remove_rows(connection, part.kind.name, part.account_id, part.start, part.end)


def digits_of(connection: Connection, part: Slice, fields: Sequence[Field]) -> dict[str, Digits]:
    """How many digits the exact numbers of a slice have, by column."""
    names = [field.name for field in fields if field.type == "numeric"]
    if not names:
        return {}
    wanted = ", ".join(_DIGITS.format(name=name) for name in names)
    relation = relation_of(connection, part.kind.name)
    row = connection.execute(
        text(f"SELECT {wanted} FROM {relation} WHERE {_where(part)}"),  # noqa: S608 - names are ours
        _values(part),
    ).one()
    found = {name: row[4 * number : 4 * number + 4] for number, name in enumerate(names)}
    return {
        name: Digits(whole or 1, fewest or 0, most or 0, is_finite)
        for name, (whole, fewest, most, is_finite) in found.items()
    }


def stream(connection: Connection, part: Slice, fields: Sequence[Field]) -> Iterator[Sequence[Sequence[Any]]]:
    """The rows of a slice in the order of their keys, in batches; never all of them in memory."""
    order = ", ".join(f'"{name}"' for name in dict.fromkeys((part.kind.time, *part.kind.key)))
    statement = text(
        f"SELECT {_quoted(fields)} FROM {relation_of(connection, part.kind.name)}"  # noqa: S608 - ours
        f" WHERE {_where(part)} ORDER BY {order}"
    )
    options = {"stream_results": True, "yield_per": BATCH}
    yield from connection.execute(statement, _values(part), execution_options=options).partitions(BATCH)


def _load(connection: Connection, kind: Kind, fields: Sequence[Field], rows: Iterable[Sequence[Any]]) -> None:
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE reread ON COMMIT DROP AS"  # noqa: S608 - names are ours
            f" SELECT {_quoted(fields)} FROM {relation_of(connection, kind.name)} WITH NO DATA"
        )
    )
    copy_rows(connection, "reread", [field.name for field in fields], rows)


def _summary(
    connection: Connection,
    kind: Kind,
    fields: Sequence[Field],
    where: str,
    values: dict[str, Any],
    *,
    relation: str = "",
) -> Summary:
    numbers = [field for field in fields if field.type in _NUMBERS]
    keys = tuple(dict.fromkeys((kind.time, *kind.key)))
    wanted = [
        "count(*)",
        _ROWS_HASH.format(fields=_quoted(fields)),
        *chain.from_iterable(_limits(name) for name in keys),
        *(_sum(field) for field in numbers),
    ]
    source = relation or relation_of(connection, kind.name)
    row = connection.execute(
        text(f"SELECT {', '.join(wanted)} FROM {source} WHERE {where}"),  # noqa: S608 - names are ours
        values,
    ).one()
    limits = row[2 : 2 + 2 * len(keys)]
    return Summary(
        rows=row[0],
        sums={field.name: value for field, value in zip(numbers, row[2 + 2 * len(keys) :], strict=True)},
        keys={name: list(limits[2 * number : 2 * number + 2]) for number, name in enumerate(keys)},
        rows_hash=row[1],
    )


def _limits(name: str) -> tuple[str, str]:
    return f'CAST(min("{name}") AS text)', f'CAST(max("{name}") AS text)'


def _sum(field: Field) -> str:
    """The exact sum of a column: floating numbers by their shortest text, which is theirs alone."""
    return f'CAST(coalesce(sum(CAST(CAST("{field.name}" AS text) AS numeric)), 0) AS text)'


def _where(part: Slice) -> str:
    column = f'"{part.kind.time}"'
    owner = "account_id = :account AND " if part.kind.has_account else ""
    return f"{owner}{column} >= :start AND {column} < :end"


def _values(part: Slice) -> dict[str, Any]:
    values = {"account": part.account_id} if part.kind.has_account else {}
    return values | {"start": part.start, "end": part.end}


def _quoted(fields: Iterable[Field]) -> str:
    return ", ".join(f'"{field.name}"' for field in fields)
