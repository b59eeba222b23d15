"""`config`: the settings as they are understood, without secrets."""

from __future__ import annotations

import json

import click


@click.command("config")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(*, as_json: bool) -> None:
    """Print the settings in force; secrets are masked."""
    from services.settings import load  # noqa: PLC0415 - `--help` needs no settings

    values = {name.upper(): value for name, value in load().model_dump(mode="json").items()}
    if as_json:
        click.echo(json.dumps(values, indent=2))
        return
    for name, value in values.items():
        click.echo(f"{name}={'' if value is None else value}")
