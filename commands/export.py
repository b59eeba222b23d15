"""`export`: files to take away."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from commands import opened


@click.command("export")
@click.option("--type", "what", type=click.Choice(["trades"]), default="trades", show_default=True)
@click.option("--format", "format_name", default="csv", show_default=True, help="csv or xlsx.")
@click.option(
    "--accounts", "names", default="", help="Names, logins or UUIDs, separated by commas; all when left out."
)
@click.option("--from", "start", help="First day, YYYY-MM-DD.")
@click.option("--to", "end", help="Last day, YYYY-MM-DD.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
def command(
    *, what: str, format_name: str, names: str, start: str | None, end: str | None, output: Path | None
) -> None:
    """Write one export file; its name goes to stdout."""
    from services.calc.period import Period  # noqa: PLC0415 - `--help` needs no numpy

    with opened(is_bulk=True) as services:
        performance = services.performance
        chosen = [performance.find(name.strip()) for name in names.split(",") if name.strip()]
        zone = performance.zone_of(chosen or performance.accounts())
        text = f"{start or ''}..{end or ''}" if start or end else "all"
        period = Period.parse(text, zone=zone, now=datetime.now(UTC))
        file = services.exporting.trades(format_name, [account.id for account in chosen], period, zone)
    path = output or Path(file.filename)
    path.write_bytes(file.content)
    click.echo(str(path))
    click.echo(f"{what}, {len(file.content):,} bytes, sha256 {file.sha256}", err=True)
