"""`account`: renames an account, or removes it with everything that hangs on it."""

from __future__ import annotations

import click

from commands import opened


@click.group("account")
def command() -> None:
    """Rename or remove an account (a name, a login or a UUID)."""


@command.command("rename")
@click.argument("account")
@click.argument("name")
def rename(account: str, name: str) -> None:
    """Give ACCOUNT another NAME."""
    with opened() as services:
        services.account_care.rename(services.performance.find(account).id, name)
    click.echo(f"{account} is now called {name}.", err=True)


@command.command("remove")
@click.argument("account")
@click.option("--yes", is_flag=True, help="Really remove it; without this, only say what would go.")
def remove(account: str, *, yes: bool) -> None:
    """Remove ACCOUNT with its deals, trades, snapshots and imports; there is no way back."""
    with opened() as services:
        record = services.performance.record(services.performance.find(account).id)
        what = (
            f"{record.account.name}: {len(record.deals)} deals, {len(record.trades)} closed trades,"
            f" {int(record.track.is_equity.sum())} snapshots, {len(record.imports)} imports"
        )
        if yes:
            services.account_care.remove(record.account.id)
    click.echo(f"{what} removed." if yes else f"{what} would be removed; say --yes to do it.", err=True)
