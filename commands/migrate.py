"""`migrate`: brings the database to the newest schema."""

from __future__ import annotations

import click

from commands import opened


@click.command("migrate")
@click.option(
    "--without-backup", is_flag=True, help="Do not back up and prove a database with accounts first."
)
def command(*, without_backup: bool) -> None:
    """Bring the database to the newest schema; one that holds accounts is backed up first."""
    with opened(with_backup=not without_backup) as services:
        from services.storage.migrate import revision  # noqa: PLC0415 - `--help` needs no database driver

        click.echo(f"The database is at revision {revision(services.database)}.", err=True)
