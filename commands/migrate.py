"""`migrate`: brings the database to the newest schema."""

from __future__ import annotations

import click

from commands import opened


@click.command("migrate")
def command() -> None:
    """Bring the database to the newest schema."""
    with opened() as services:
        from services.storage.migrate import revision  # noqa: PLC0415 - `--help` needs no database driver

        click.echo(f"The database is at revision {revision(services.database)}.", err=True)
