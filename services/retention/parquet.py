"""Rows as Parquet and back, exactly: amounts with the digits they were booked with, pages with checksums."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any, BinaryIO

import pyarrow as pa
from pyarrow import parquet

from services.errors import DamagedError
from services.storage.month_values import Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from services.storage.month_values import Digits

MOST_DIGITS = 38
BATCH = 20_000
_SCALE = " scale"  # no column of a table ends so
_TYPE = b"postgresql"
_EXACT = Context(prec=2 * MOST_DIGITS)
_TYPES = {
    "smallint": pa.int16(),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "double precision": pa.float64(),
    "boolean": pa.bool_(),
    "timestamp with time zone": pa.timestamp("us", "UTC"),
    "timestamp without time zone": pa.timestamp("us"),
    "date": pa.date32(),
}


def write_rows(
    sink: BinaryIO,
    fields: Sequence[Field],
    digits: Mapping[str, Digits],
    batches: Iterable[Sequence[Sequence[Any]]],
) -> int:
    """Write *batches* of rows to *sink*; how many rows there were.

    An amount is a decimal of the most digits behind the point that the file needs; where amounts have not all
    the same, a column beside it keeps how many each was booked with. What fits no decimal is kept as text.
    """
    schema = _schema(fields, digits)
    written = 0
    options: dict[str, Any] = {"compression": "zstd", "write_page_checksum": True}
    with parquet.ParquetWriter(sink, schema, **options) as writer:
        for rows in batches:
            columns = dict(zip((field.name for field in fields), zip(*rows, strict=True), strict=True))
            writer.write_batch(pa.record_batch(_arrays(schema, columns), schema=schema))
            written += len(rows)
    return written


def fields_in(path: Path) -> tuple[Field, ...]:
    """The columns a file holds, as the database had them; raises DamagedError."""
    with _opened(path) as file:
        return _fields(file.schema_arrow)


def read_rows(path: Path) -> Iterator[tuple[Any, ...]]:
    """The rows of a file in its order, as they were written; raises DamagedError."""
    with _opened(path) as file:
        fields = _fields(file.schema_arrow)
        try:
            for batch in file.iter_batches(batch_size=BATCH):
                yield from zip(*(_values(batch, field) for field in fields), strict=True)
        except (pa.ArrowException, OSError) as error:
            raise DamagedError(f"The archive file {path} is damaged: {error}.") from error


def read_columns(path: Path, names: Sequence[str]) -> dict[str, NDArray[np.generic]]:
    """Columns of a file as arrays, times as UTC datetime64; raises DamagedError."""
    with _opened(path) as file:
        try:
            table = file.read(columns=list(names))
        except (pa.ArrowException, OSError) as error:
            raise DamagedError(f"The archive file {path} is damaged: {error}.") from error
        return {name: table[name].to_numpy() for name in names}


def _opened(path: Path) -> parquet.ParquetFile:
    try:
        return parquet.ParquetFile(path, page_checksum_verification=True)
    except FileNotFoundError as error:
        raise DamagedError(f"The archive file {path} is missing.") from error
    except (pa.ArrowException, OSError) as error:
        raise DamagedError(f"The archive file {path} is damaged: {error}.") from error


def _schema(fields: Sequence[Field], digits: Mapping[str, Digits]) -> pa.Schema:
    found = []
    for field in fields:
        form = _form(field, digits.get(field.name))
        found.append(pa.field(field.name, form, metadata={_TYPE: field.type}))
        if pa.types.is_decimal(form) and digits[field.name].fewest != digits[field.name].most:
            found.append(pa.field(field.name + _SCALE, pa.int16()))
    return pa.schema(found)


def _form(field: Field, digits: Digits | None) -> pa.DataType:
    if digits is None:
        return _TYPES.get(field.type, pa.string())
    needed = digits.whole + digits.most
    fits = digits.is_finite and needed <= MOST_DIGITS
    return pa.decimal128(needed, digits.most) if fits else pa.string()


def _arrays(schema: pa.Schema, columns: Mapping[str, Sequence[Any]]) -> list[pa.Array]:
    return [pa.array(_written(item, columns), type=item.type) for item in schema]


def _written(item: pa.Field, columns: Mapping[str, Sequence[Any]]) -> Sequence[Any]:
    if item.name.endswith(_SCALE):
        return [_scale(value) for value in columns[item.name.removesuffix(_SCALE)]]
    if pa.types.is_string(item.type):
        return [None if value is None else str(value) for value in columns[item.name]]
    return columns[item.name]


def _scale(value: Decimal | None) -> int | None:
    """How many digits behind the point a value was booked with."""
    return None if value is None else max(0, -int(value.as_tuple().exponent))


def _fields(schema: pa.Schema) -> tuple[Field, ...]:
    return tuple(Field(item.name, item.metadata[_TYPE].decode()) for item in schema if item.metadata)


def _values(batch: pa.RecordBatch, field: Field) -> list[Any]:
    values: list[Any] = batch.column(field.name).to_pylist()
    if field.type != "numeric":
        return values
    if pa.types.is_string(batch.schema.field(field.name).type):
        return [None if value is None else Decimal(value) for value in values]
    if field.name + _SCALE not in batch.schema.names:
        return values
    scales = batch.column(field.name + _SCALE).to_pylist()
    return [_booked(value, scale) for value, scale in zip(values, scales, strict=True)]


def _booked(value: Decimal | None, scale: int | None) -> Decimal | None:
    if value is None or scale is None:
        return None
    return value.quantize(Decimal((0, (1,), -scale)), context=_EXACT)
