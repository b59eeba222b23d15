"""`demo`: the made-up accounts, the same for the same seed and day."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from commands import opened

SEED = 20_244


@click.command("demo")
@click.option("--seed", type=int, default=SEED, show_default=True, help="Another seed makes other accounts.")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), help="Day the two years end on; today when left out."
)
@click.option("--remove", is_flag=True, help="Remove exactly the demo accounts instead.")
def command(*, seed: int, until: datetime | None, remove: bool) -> None:
    """Create the demo accounts anew, or remove them."""
    with opened() as services:
        if remove:
            click.echo(f"{services.demo.remove()} demo accounts removed.")
            return
        services.demo.create(seed=seed, until=None if until is None else until.replace(tzinfo=UTC))
        names = [account.name for account in services.performance.accounts() if account.is_demo]
    click.echo(f"Demo accounts: {', '.join(names)}.")
