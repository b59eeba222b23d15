"""`benchmark`: imported series of daily closes that accounts are laid beside."""

from __future__ import annotations

from pathlib import Path

import click

from commands import opened
from commands._output import print_json


@click.group("benchmark")
def command() -> None:
    """Import, list or remove series of daily closes."""


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", default="", help="What the series is called; the file's name when left out.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def import_series(file: Path, *, name: str, as_json: bool) -> None:
    """Import FILE, a CSV of date and close; the same file again changes nothing."""
    from services.documents import series_document  # noqa: PLC0415 - `--help` needs no numpy

    with opened() as services:
        series = services.benchmarks.add(file.name, file.read_bytes(), name, actor="cli")
    if as_json:
        print_json(series_document(series))
    else:
        click.echo(f"{series.name}: {series.days} closes from {series.first} to {series.last}.", err=True)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_series(*, as_json: bool) -> None:
    """List the imported series."""
    from services.documents import series_document  # noqa: PLC0415 - `--help` needs no numpy

    with opened() as services:
        found = services.benchmarks.all()
    if as_json:
        print_json([series_document(series) for series in found])
        return
    for series in found:
        click.echo(f"{series.name:<28} {series.days:>7} days  {series.first} to {series.last}")


@command.command("remove")
@click.argument("series")
def remove(series: str) -> None:
    """Remove SERIES (a name or a UUID)."""
    with opened() as services:
        removed = services.benchmarks.remove(services.benchmarks.find(series).id, actor="cli")
    click.echo(f"The series {removed.name} is removed.", err=True)
