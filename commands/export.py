"""`export`: files to take away."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from commands import opened


@click.command("export")
@click.option(
    "--type", "what", default="trades", show_default=True, help="A report, such as trades or performance."
)
@click.option(
    "--format",
    "format_name",
    default="csv",
    show_default=True,
    help="A file format: csv, zip, json, xlsx, pdf, html; of taxes also txf and taxact.",
)
@click.option(
    "--accounts", "names", default="", help="Names, logins or UUIDs, separated by commas; all when left out."
)
@click.option("--from", "start", help="First day, YYYY-MM-DD.")
@click.option("--to", "end", help="Last day, YYYY-MM-DD.")
@click.option("--tax-year", type=int, help="Year of a tax file; the last one when left out.")
@click.option("--option", "options", multiple=True, help="What only this report knows, as NAME=VALUE.")
@click.option("--basis", type=click.Choice(["net", "mt5"]), default="net", show_default=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
def command(  # noqa: PLR0913 - one for each option
    *,
    what: str,
    format_name: str,
    names: str,
    start: str | None,
    end: str | None,
    tax_year: int | None,
    options: tuple[str, ...],
    basis: str,
    output: Path | None,
) -> None:
    """Write one export file; its name goes to stdout."""
    from services.calc.period import Period  # noqa: PLC0415 - `--help` needs no numpy
    from services.durable import sha256_of  # noqa: PLC0415 - the same
    from services.exports import find_format  # noqa: PLC0415 - the same

    find_format(format_name)
    with opened(is_bulk=True) as services:
        performance, reporting = services.performance, services.reporting
        chosen = [performance.find(name.strip()) for name in names.split(",") if name.strip()]
        zone = performance.zone_of(chosen or performance.accounts())
        text = f"{start or ''}..{end or ''}" if start or end else "all"
        period = Period.parse(text, zone=zone, now=datetime.now(UTC))
        request = reporting.request(
            [account.id for account in chosen], period, zone, basis=basis, options=_known(options, tax_year)
        )
        document = reporting.document(what, request)
        path = reporting.save(document, format_name, output)
    click.echo(str(path))
    if document.gap:
        click.echo(f"Not complete: {document.gap}", err=True)
    click.echo(f"{what}, {path.stat().st_size:,} bytes, sha256 {sha256_of(path)}", err=True)


def _known(options: tuple[str, ...], tax_year: int | None) -> dict[str, str]:
    """The options by name; raises InvalidInputError for one without a value."""
    from services.errors import InvalidInputError  # noqa: PLC0415 - `--help` needs none of it

    found = {} if tax_year is None else {"tax_year": str(tax_year)}
    for text in options:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise InvalidInputError(f"{text!r} is no option; write NAME=VALUE, such as tax_year=2025.")
        found[name.strip()] = value.strip()
    return found
