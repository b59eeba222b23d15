"""Lines of an execution file that are equal to earlier ones: the same again, or a fill of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.importers._execution_table import Table

_MOST = 5


def without_repeats(indexes: Sequence[int], table: Table, notes: list[str]) -> list[int]:
    """The lines *indexes* without those that tell an execution of the same id again, which counts once.

    Equal lines without such an id may be fills of their own, and stay; *notes* say so.
    """
    ids, seen = table.column("exec_id"), set[tuple[str, ...]]()
    columns = list(table.columns.values())
    kept, again, equal = list[int](), list[int](), list[int]()
    for index in indexes:
        cells = tuple(column[index] for column in columns)
        if cells not in seen:
            seen.add(cells)
            kept.append(index)
        elif ids[index]:
            again.append(index)
        else:
            kept.append(index)
            equal.append(index)
    if again:
        notes.append(f"{_lines(again, table)} an execution of the same id again; it counts once.")
    if equal:
        notes.append(f"{_lines(equal, table)} what an earlier line tells, without an id; both count.")
    return kept


def _lines(indexes: Sequence[int], table: Table) -> str:
    shown = ", ".join(str(table.numbers[index]) for index in indexes[:_MOST])
    more = f" and {len(indexes) - _MOST} more" if len(indexes) > _MOST else ""
    return f"Line {shown} tells" if len(indexes) == 1 else f"Lines {shown}{more} tell"
