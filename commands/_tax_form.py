"""`tax form`: the official PDF filled in."""

from __future__ import annotations

from pathlib import Path

import click

from commands import opened

PLACE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("form")
@click.argument("year", type=int)
@click.argument("blank", type=PLACE)
@click.option("--name", default="", help="Name as on the return.")
@click.option("--number", default="", help="Social security or taxpayer identification number.")
@click.option("--accounts", "chosen", default="", help="Names, logins or UUIDs, separated by commas.")
@click.option(
    "--statement", "with_statement", is_flag=True, help="One row a box that refers to our statement."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
def form(
    year: int, blank: Path, *, name: str, number: str, chosen: str, with_statement: bool, output: Path | None
) -> None:
    """Fill in BLANK, the official PDF of Form 8949 of YEAR, and read every cell back."""
    from services.durable import durable_file  # noqa: PLC0415 - `--help` is quick
    from services.form_8949.filling import Owner  # noqa: PLC0415 - the same

    with opened() as services:
        accounts = [services.performance.find(one.strip()).id for one in chosen.split(",") if one.strip()]
        content, owner = blank.read_bytes(), Owner(name, number)
        file = services.tax_forms.fill(year, content, owner, accounts, with_statement=with_statement)
    path = output or Path(file.filename)
    with durable_file(path.absolute().parent, path.name) as out:
        out.write(file.content)
    click.echo(str(path))
    click.echo(f"{path.stat().st_size:,} bytes, sha256 {file.sha256}", err=True)
