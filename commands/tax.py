"""`tax`: what the taxpayer says of himself, of accounts and of symbols, and what a year comes to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands import opened
from commands._output import print_json
from commands._tax_form import form
from commands._tax_lines import profile_lines, year_lines

if TYPE_CHECKING:
    from datetime import datetime

    from services.container import Services

DAY = click.DateTime(["%Y-%m-%d"])


@click.group("tax")
def command() -> None:
    """Show and set what Form 8949 stands on."""


command.add_command(form)


@command.command("show")
@click.argument("year", type=int, required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def show(year: int | None, *, as_json: bool) -> None:
    """Print the taxpayer's profile, or what YEAR comes to; exit code 1 while a decision is open."""
    from services.tax_documents import profile_document, year_document  # noqa: PLC0415 - `--help` is quick

    with opened() as services:
        profile, _ = services.tax_profiles.read()
        names = {str(account.id): account.name for account in services.performance.accounts()}
        found = None if year is None else services.tax_years.of(year)
    document = profile_document(profile, names) if found is None else year_document(found)
    if as_json:
        print_json(document)
    else:
        click.echo("\n".join(profile_lines(profile, names) if found is None else year_lines(found)))
    if found is not None and found.is_blocked:
        raise SystemExit(1)


@command.command("set")
@click.argument("changes", nargs=-1, required=True)
def set_values(changes: tuple[str, ...]) -> None:
    """Set elections and treatments, as NAME=VALUE; an empty VALUE takes one back."""
    from services.errors import InvalidInputError  # noqa: PLC0415 - `--help` is quick

    found: dict[str, str | None] = {}
    for text in changes:
        name, sign, value = text.partition("=")
        if not sign:
            raise InvalidInputError(f"{text!r} sets nothing; write NAME=VALUE, as in cfd_policy=ordinary.")
        found[name.strip().replace("-", "_")] = value.strip() or None
    with opened() as services:
        services.tax_profiles.change(found, actor="cli")
    click.echo(f"Set: {', '.join(found)}.", err=True)


@command.command("class")
@click.argument("symbol")
@click.argument("tax_class", metavar="CLASS")
@click.option("--account", "name", default="", help="In this account only.")
@click.option("--contract-size", help="What one unit stands for, where nobody told it.")
def set_class(symbol: str, tax_class: str, name: str, contract_size: str | None) -> None:
    """Say that SYMBOL is of CLASS, such as F8949_SECURITY; `none` takes it back."""
    from services.tax.model import TaxClass  # noqa: PLC0415 - `--help` is quick

    known = [one.value for one in TaxClass if one is not TaxClass.UNKNOWN]
    chosen = click.Choice([*known, "none"], case_sensitive=False).convert(tax_class, None, None)
    with opened() as services:
        account = _id(services, name) if name else ""
        wanted = None if chosen == "none" else TaxClass(chosen)
        services.tax_profiles.set_class(symbol, wanted, account, contract_size, actor="cli")
    click.echo(f"{symbol}: {chosen}.", err=True)


@command.command("owner")
@click.argument("account")
@click.argument("owner", type=click.Choice(["taxpayer", "spouse", "retirement"]))
def set_owner(account: str, owner: str) -> None:
    """Say whose ACCOUNT it is."""
    from services.tax.model import Owner  # noqa: PLC0415 - `--help` is quick

    with opened() as services:
        services.tax_profiles.set_owner(_id(services, account), Owner(owner), actor="cli")
    click.echo(f"{account}: {owner}.", err=True)


@command.command("method")
@click.argument("account")
@click.argument("method", type=click.Choice(["fifo", "lifo", "hifo", "specific", "none"]))
@click.option("--from", "since", type=DAY, required=True, help="First day, YYYY-MM-DD.")
@click.option("--evidence", default="", help="Where the instruction is written down.")
def set_method(account: str, method: str, since: datetime, evidence: str) -> None:
    """Let sales of ACCOUNT take lots by METHOD from a day on; `none` takes it back."""
    from services.tax.model import LotMethod  # noqa: PLC0415 - `--help` is quick

    with opened() as services:
        chosen, day = None if method == "none" else LotMethod(method), since.date()
        services.tax_profiles.set_method(_id(services, account), chosen, day, evidence, actor="cli")
    click.echo(f"{account}: {method} from {day}.", err=True)


@command.command("broker")
@click.argument("account")
@click.argument("reports", type=click.Choice(["reports", "silent"]))
def set_reported(account: str, reports: str) -> None:
    """Say whether a broker reports the sales of ACCOUNT on Form 1099-B or 1099-DA."""
    with opened() as services:
        services.tax_profiles.set_reported(
            _id(services, account), is_reported=reports == "reports", actor="cli"
        )
    click.echo(f"{account}: {reports}.", err=True)


@command.command("complete")
@click.argument("account")
@click.argument("through", type=DAY)
def set_complete(account: str, through: datetime) -> None:
    """Say that all deals of ACCOUNT THROUGH a day are here."""
    with opened() as services:
        services.tax_profiles.set_complete(_id(services, account), through.date(), actor="cli")
    click.echo(f"{account}: complete through {through.date()}.", err=True)


@command.command("rates")
@click.argument("currency")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def set_rates(currency: str, file: Path) -> None:
    """Keep daily rates of CURRENCY: FILE is a CSV of date and dollars for one unit."""
    with opened() as services:
        days = services.dollar_rates.store(currency, file.read_bytes(), actor="cli")
    click.echo(f"{currency.upper()}: {days} days.", err=True)


@command.command("1099")
@click.argument("account")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_1099(account: str, file: Path) -> None:
    """Lay FILE, a CSV of Form 1099-B or 1099-DA of ACCOUNT, beside its rows."""
    with opened() as services:
        found = services.performance.find(account)
        years = services.broker_reports.store(found.id, file.name, file.read_bytes(), actor="cli")
    told = ", ".join(f"{count} sales of {year}" for year, count in years.items())
    click.echo(f"{found.name}: {told}.", err=True)


@command.command("close")
@click.argument("year", type=int)
def close(year: int) -> None:
    """Note that YEAR was filed as it is now."""
    with opened() as services:
        found = services.tax_closings.close(year, actor="cli")
    click.echo(f"{year} is closed with {len(found.rows)} rows.", err=True)


@command.command("reopen")
@click.argument("year", type=int)
def reopen(year: int) -> None:
    """Take back that YEAR was filed, as when it was closed by mistake."""
    with opened() as services:
        services.tax_closings.reopen(year, actor="cli")
    click.echo(f"{year} is open again.", err=True)


def _id(services: Services, account: str) -> str:
    return str(services.performance.find(account).id)
