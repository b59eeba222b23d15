"""`retention`: archives what is old, and lets it leave the database where the policy says so."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from commands import opened
from commands._output import print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.retention.outcome import Outcome

JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.group("retention")
def command() -> None:
    """Archive old months as files, prove them, and remove what may leave the database."""


@command.command("apply")
@click.argument("table", required=False)
@click.option("--apply", "for_real", is_flag=True, help="Really do it; without this, only count.")
@JSON
def apply(table: str | None, *, for_real: bool, as_json: bool) -> None:
    """Apply the retention policy to TABLE, or to all tables."""
    from services.documents import retention_document  # noqa: PLC0415 - `--help` needs no numpy

    with opened(is_bulk=True) as services:
        outcome = services.retention.apply(table, dry_run=not for_real)
    if as_json:
        print_json(retention_document(outcome))
    else:
        _print_outcome(outcome)
    if outcome.dry_run:
        click.echo("Dry run: nothing was changed; add --apply.", err=True)


@command.command("plan")
@click.argument("table", required=False)
@JSON
def plan(table: str | None, *, as_json: bool) -> None:
    """List the months that are due, and what happens to them."""
    with opened(is_bulk=True) as services:
        months = services.retention.plan(table)
    rows = [
        {
            "table": month.part.kind.name,
            "account": month.account,
            "month": f"{month.month:%Y-%m}",
            "rows": month.rows,
            "archive": month.to_archive,
            "remove": month.to_purge,
            "waits": month.waits or None,
        }
        for month in months
    ]
    _print_rows(rows, as_json=as_json, empty="Nothing is old enough to be archived.")


@command.command("list")
@JSON
def list_archives(*, as_json: bool) -> None:
    """List the archive files."""
    with opened(is_bulk=True) as services:
        found = services.retention.list()
    rows = [asdict(archive) | {"month": f"{archive.month:%Y-%m}"} for archive in found]
    shown = ("table", "account", "month", "state", "rows", "bytes", "path")
    if as_json:
        print_json(rows)
    else:
        _print_rows(
            [{name: row[name] for name in shown} for row in rows],
            as_json=False,
            empty="There are no archive files yet.",
        )


def _print_outcome(outcome: Outcome) -> None:
    would = " would be" if outcome.dry_run else ""
    for table, counts in outcome.tables.items():
        click.echo(
            f"{table:<22} {counts.archived:>12,} rows{would} archived {counts.purged:>12,}{would} removed"
        )
    for waiting in outcome.waiting:
        click.echo(waiting.sentence)


def _print_rows(rows: Sequence[dict[str, Any]], *, as_json: bool, empty: str) -> None:
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo("  ".join(_cell(name, value) for name, value in row.items()))
    if not rows:
        click.echo(empty)


def _cell(name: str, value: object) -> str:
    if isinstance(value, bool):
        return name if value else "–"
    return f"{value:,}" if isinstance(value, int) else str(value or "")
