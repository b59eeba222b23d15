"""`report`: one file of what a day, week, month, year or any period brought."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands import opened

if TYPE_CHECKING:
    from services.calc.period import Period

TYPES = ("daily", "weekly", "monthly", "ytd", "custom")


@click.command("report")
@click.argument("account")
@click.option(
    "--type", "kind", type=click.Choice(TYPES), default="monthly", show_default=True, help="Which days."
)
@click.option("--from", "start", help="First day, YYYY-MM-DD; without --to the day, week, … it lies in.")
@click.option("--to", "end", help="Last day, YYYY-MM-DD.")
@click.option(
    "--format",
    "format_name",
    default="pdf",
    show_default=True,
    help="A file format: csv, zip, json, xlsx, pdf, html.",
)
@click.option("--report", "what", default="performance", show_default=True, help="A report of the registry.")
@click.option("--currency", help="The currency of totals, such as EUR.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
def command(
    *,
    account: str,
    kind: str,
    start: str | None,
    end: str | None,
    format_name: str,
    what: str,
    currency: str | None,
    output: Path | None,
) -> None:
    """Write one report of ACCOUNT (a name, login or UUID, a group, or `all`); its name goes to stdout."""
    from services.durable import sha256_of  # noqa: PLC0415 - `--help` needs no numpy
    from services.exports import find_format  # noqa: PLC0415 - the same

    find_format(format_name)
    with opened(is_bulk=True) as services:
        reporting = services.reporting
        chosen = reporting.accounts_named(account)
        zone = services.performance.zone_of(services.performance.owners(chosen))
        period = _period(kind, zone, start, end)
        request = reporting.request(chosen, period, zone, currency=currency)
        path = reporting.save(reporting.document(what, request), format_name, output)
    click.echo(str(path))
    click.echo(f"{what}, {path.stat().st_size:,} bytes, sha256 {sha256_of(path)}", err=True)


def _period(kind: str, zone: str, start: str | None, end: str | None) -> Period:
    from services.calc.period import Period  # noqa: PLC0415 - `--help` needs no numpy
    from services.report_period import ReportType, report_period  # noqa: PLC0415 - the same

    now = datetime.now(UTC)
    given = Period.parse(f"{start or ''}..{end or ''}", zone=zone, now=now) if start or end else None
    first = None if given is None else given.start
    last = given.end if given is not None and end else None
    return report_period(ReportType(kind), zone, now, first, last)
