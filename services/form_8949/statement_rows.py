"""Rows of a form that refers to a statement: one for each box and account, as its second exception allows."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from services.tax.schedule_d import totals_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from services.tax.model import FormRow

STATEMENT_CODE = "M"


def statement_rows(rows: Iterable[FormRow], brokers: Mapping[str, str]) -> tuple[FormRow, ...]:
    """The totals of each box and account in one row without dates, code M among those of its rows.

    *brokers* are names by account; an account without one stands by its own name.
    """
    ordered = sorted(rows, key=lambda row: (row.part, row.box, row.account))
    groups = groupby(ordered, key=lambda row: (row.part, row.box, row.account))
    return tuple(_summary(list(members), brokers.get(key[2]) or key[2]) for key, members in groups)


def _summary(rows: list[FormRow], broker: str) -> FormRow:
    totals = totals_of(rows)
    codes = {code for row in rows for code in row.codes} | {STATEMENT_CODE}
    has_adjustment = any(row.adjustment is not None for row in rows)
    return replace(
        rows[0],
        description=f"{broker} see attached statement",
        acquired=None,
        proceeds=totals.proceeds,
        basis=totals.basis,
        codes="".join(sorted(codes)),
        adjustment=totals.adjustment if has_adjustment else None,
        lots=(),
        deals=(),
        expired="",
    )
