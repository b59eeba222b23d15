"""Metrics and rankings kept by period, each with the ledger version it was computed from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql

from services.storage.tables import account_rankings, performance_metrics

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

_KEY = ["account_id", "period_type", "period_start", "basis"]
_RANK_KEY = ["account_id", "period_type", "period_start"]


@dataclass(frozen=True, slots=True)
class StoredMetrics:
    """The metrics of one account, period and basis; undefined ones are None."""

    account_id: UUID
    period_type: str
    period_start: datetime
    period_end: datetime
    basis: str
    zone: str
    values: dict[str, float | None]
    ledger_version: int


@dataclass(frozen=True, slots=True)
class StoredRanking:
    """The place of one account among all that are ranked in a period; the score goes from 0 to 100."""

    account_id: UUID
    period_type: str
    period_start: datetime
    period_end: datetime
    performance_rank: int
    total_accounts: int
    ranking_score: float
    components: dict[str, float]


def write_metrics(connection: Connection, rows: Sequence[StoredMetrics]) -> None:
    """Keep these metrics, in the place of older ones of the same period."""
    if not rows:
        return
    statement = postgresql.insert(performance_metrics)
    renewed = {
        name: statement.excluded[name] for name in ("period_end", "zone", "values", "ledger_version")
    } | {"computed_at": func.now()}
    connection.execute(
        statement.on_conflict_do_update(index_elements=_KEY, set_=renewed), [asdict(row) for row in rows]
    )


def computed(
    connection: Connection, account_id: UUID
) -> dict[tuple[str, datetime], tuple[int, str, datetime]]:
    """(Period type, start) → (ledger version, zone, when computed) of what is kept of an account."""
    table = performance_metrics.c
    rows = connection.execute(
        select(
            table.period_type, table.period_start, table.ledger_version, table.zone, table.computed_at
        ).where(table.account_id == account_id)
    )
    return {(kind, start): (version, zone, at) for kind, start, version, zone, at in rows}


def sample_metrics(connection: Connection, number: int) -> tuple[StoredMetrics, ...]:
    """Some of the kept metrics, taken at random."""
    table = performance_metrics.c
    columns = [table[name] for name in StoredMetrics.__slots__]
    rows = connection.execute(select(*columns).order_by(func.random()).limit(number))
    return tuple(StoredMetrics(**row._asdict()) for row in rows)


def replace_rankings(connection: Connection, rows: Sequence[StoredRanking]) -> None:
    """Keep these rankings, in the place of all older ones of their periods."""
    periods = {(row.period_type, row.period_start) for row in rows}
    table = account_rankings.c
    for kind, start in sorted(periods):
        connection.execute(
            delete(account_rankings).where(table.period_type == kind, table.period_start == start)
        )
    if rows:
        statement = postgresql.insert(account_rankings).on_conflict_do_nothing(index_elements=_RANK_KEY)
        values: list[dict[str, Any]] = [asdict(row) for row in rows]
        connection.execute(statement, values)


def read_rankings(connection: Connection, period_type: str) -> tuple[StoredRanking, ...]:
    """The kept rankings of a kind of period, newest period first, best account first."""
    table = account_rankings.c
    columns = [table[name] for name in StoredRanking.__slots__]
    rows = connection.execute(
        select(*columns)
        .where(table.period_type == period_type)
        .order_by(table.period_start.desc(), table.performance_rank)
    )
    return tuple(StoredRanking(**row._asdict()) for row in rows)
