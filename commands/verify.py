"""`verify`: whether what is stored is what the deals make."""

from __future__ import annotations

import click

from commands import opened
from commands._output import print_json


@click.command("verify")
@click.option("--repair", is_flag=True, help="First make wrong closed trades and rollups again.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(*, repair: bool, as_json: bool) -> None:
    """Check ledgers, snapshots, rollups, kept metrics, archives and backups; exit code 1 for any issue."""
    from services.documents import integrity_document  # noqa: PLC0415 - `--help` needs no numpy

    with opened(is_bulk=True) as services:
        if repair:
            click.echo(f"{services.integrity.repair()} accounts mended.", err=True)
        report = services.integrity.verify()
    if as_json:
        print_json(integrity_document(report))
    else:
        for issue in report.issues:
            click.echo(f"✗ {issue.account}: {issue.problem} {issue.recommendation}")
        click.echo(report.sentence)
    if report.issues:
        raise SystemExit(1)
