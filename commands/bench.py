"""`bench`: the project's own benchmarks; each compares with a floor or a peer in the same run."""

from __future__ import annotations

from importlib import import_module, util

import click

from commands._output import print_json


@click.command("bench")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(*, name: str, as_json: bool) -> None:
    """Run the benchmark NAME (charts, import, live, metrics, scaling, storage); exit 1 for a missed bar."""
    module = f"benchmarks.bench_{name}"
    if not name.isidentifier() or util.find_spec(module) is None:
        raise click.UsageError(f"No benchmark named {name!r}.")
    lines = import_module(module).run()
    if as_json:
        print_json([line.document() for line in lines])
    else:
        for line in lines:
            click.echo(str(line))
    if not all(line.holds for line in lines):
        raise SystemExit(1)
