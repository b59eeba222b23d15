"""`bench`: the project's own benchmarks; each compares with a floor or a peer in the same run."""

from __future__ import annotations

from importlib import import_module, util

import click

from commands._output import print_json


@click.command("bench")
@click.argument("name")
@click.argument("parts", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(*, name: str, parts: tuple[str, ...], as_json: bool) -> None:
    """Run the benchmark NAME; exits 1 for a miss.

    NAME is charts, exports, import, live, metrics, scaling, storage or tax. PARTS run alone: trades, days,
    update, database, compare of metrics; revaluation, fanout, outage, load, screen of live; race, growth of
    tax. Without any all of them run.
    """
    module = f"benchmarks.bench_{name}"
    if not name.isidentifier() or util.find_spec(module) is None:
        raise click.UsageError(f"No benchmark named {name!r}.")
    found = import_module(module)
    known = tuple(getattr(found, "PARTS", ()))
    for part in parts:
        if part not in known:
            choice = f"it has {', '.join(known)}" if known else "it has none"
            raise click.UsageError(f"The benchmark {name} has no part {part!r}; {choice}.")
    lines = found.run(parts) if parts else found.run()
    if as_json:
        print_json([line.document() for line in lines])
    else:
        for line in lines:
            click.echo(str(line))
    if not all(line.holds for line in lines):
        raise SystemExit(1)
