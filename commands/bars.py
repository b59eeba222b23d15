"""`bars`: one-minute bars for the excursions of imported trades."""

from __future__ import annotations

from pathlib import Path

import click

from commands import opened

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("bars")
def command() -> None:
    """One-minute bars, which tell how far imported trades went against and for their owner."""


@command.command("import")
@click.argument("file", type=FILE)
@click.option("--account", "name", required=True, help="An account of the server that the bars are of.")
@click.option("--symbol", required=True, help="The symbol as the account's trades name it.")
def import_bars(file: Path, name: str, symbol: str) -> None:
    """Keep FILE, bars as MetaTrader exports them (date, time, open, high, low, close, spread)."""
    with opened(is_bulk=True) as services:
        account = services.performance.find(name)
        kept = services.bars.store(account, symbol, file.name, file.read_bytes(), actor="cli")
    click.echo(
        f"{kept.symbol} of {kept.server}: {kept.bars:,} bars from {kept.first} to {kept.last}.", err=True
    )


@command.command("list")
def list_bars() -> None:
    """Print what bars are known of."""
    with opened() as services:
        for one in services.bars.all():
            click.echo(f"{one.server}\t{one.symbol}\t{one.first}\t{one.last}\t{one.bars}\t{one.filename}")
