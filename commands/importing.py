"""`import`: statements into the ledger, with the broker's figures beside ours."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands import opened
from commands._output import print_json

if TYPE_CHECKING:
    from services.answers import ImportReport


@click.command("import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--account", help="Name of the account; needed when the file names none.")
@click.option("--format", "format_name", default="auto", show_default=True, help="Format of the files.")
@click.option("--server-tz", help="Zone of the broker's clock: NY+7, UTC+2, Europe/Helsinki …")
@click.option("--dry-run", is_flag=True, help="Read and reconcile, store nothing.")
@click.option("--accept-residual", is_flag=True, help="Store a file that does not add up, marked so.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(
    files: tuple[Path, ...],
    *,
    account: str | None,
    format_name: str,
    server_tz: str | None,
    dry_run: bool,
    accept_residual: bool,
    as_json: bool,
) -> None:
    """Import statements; exit code 0 only if every ledger reconciles."""
    from services.documents import import_document  # noqa: PLC0415 - `--help` needs no parser
    from services.importers import COMMAND_LINE, SourceFile  # noqa: PLC0415

    reports: list[ImportReport] = []
    with opened() as services:
        for path in files:
            file = SourceFile(path.name, path.read_bytes())
            store = partial(services.ingest.store, accept_residual=accept_residual)
            run = services.ingest.check if dry_run else store
            reports += run(
                file, account=account, server_zone=server_tz, format=format_name, limits=COMMAND_LINE
            )
    if as_json:
        found = [import_document(report) for report in reports]
        print_json(found[0] if len(found) == 1 else found)
    else:
        for report in reports:
            _print(report, dry_run=dry_run)
    if not all(report.reconciles for report in reports):
        raise SystemExit(1)


def _print(report: ImportReport, *, dry_run: bool) -> None:
    account = report.account
    click.echo(
        f"{report.file}: {report.format}, {account.name} ({account.currency}, {account.margin_mode.value})"
    )
    width = max((len(figure.name) for figure in report.figures), default=0)
    for figure in report.figures:
        mark = "✓" if figure.match else "✗"
        click.echo(f"  {mark} {figure.name:<{width}}  {figure.stated:>22}  {figure.computed:>22}")
    click.echo(f"  {report.deals} deals read, {report.new_deals} new, {report.changed_deals} changed;")
    click.echo(
        f"  {report.trades} closed trades, {report.open_positions} open; balance chain {report.chain};"
    )
    click.echo(f"  {report.matches} of {len(report.figures)} figures match; residual {report.residual}")
    click.echo(f"  server clock {report.server_zone}: {report.server_zone_reason}")
    if report.is_partial:
        click.echo(
            f"  partial window: {report.opening_balance} {account.currency} before it,"
            f" {report.orphans} orphan exits"
        )
    for line in (*report.problems, *report.warnings):
        click.echo(f"  ! {line}")
    click.echo(
        "  stored"
        if report.stored
        else "  dry run, nothing stored"
        if dry_run
        else "  refused, nothing stored"
    )
