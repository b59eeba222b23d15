"""`prop`: rule sets of proprietary trading firms, and where accounts stand with them."""

from __future__ import annotations

from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands import opened
from commands._output import print_json
from services.metric import Unit
from services.number_text import UNDEFINED, fraction, number
from services.prop_firm.check import DAILY_LOSS, MAX_LOSS, MAX_LOTS, Status

if TYPE_CHECKING:
    from services.prop_firm.standing import Standing


LIMITS = (DAILY_LOSS, MAX_LOSS, MAX_LOTS)


@click.group("prop")
def command() -> None:
    """List, assign, remove or check rule sets of proprietary trading firms."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_rules(*, as_json: bool) -> None:
    """List the rule sets that come with the product."""
    from services.prop_firm.documents import rules_document  # noqa: PLC0415 - `--help` needs no numpy
    from services.prop_firm.library import library  # noqa: PLC0415 - the same

    if as_json:
        print_json([rules_document(rules) for rules in library()])
        return
    for rules in library():
        click.echo(f"{rules.name:<26} {rules.currency}  {rules.label}")


@command.command("assign")
@click.argument("account")
@click.argument("rules")
def assign(account: str, rules: str) -> None:
    """Hold ACCOUNT against RULES, a name of the library or a YAML file."""
    from services.prop_firm.library import read_file  # noqa: PLC0415 - `--help` needs no numpy

    file = Path(rules)
    text = read_file(file) if file.is_file() else ""
    with opened() as services:
        found = services.performance.find(account)
        kept = services.prop_firms.assign(found.id, "" if text else rules, text, actor="cli")
    click.echo(f"{found.name} is held against {kept.label} ({kept.name}).", err=True)


@command.command("remove")
@click.argument("account")
@click.argument("name")
def remove(account: str, name: str) -> None:
    """Hold ACCOUNT against the rule set NAME no longer."""
    with opened() as services:
        found = services.performance.find(account)
        services.prop_firms.remove(found.id, name, actor="cli")
    click.echo(f"{found.name} is no longer held against {name}.", err=True)


@command.command("check")
@click.argument("account")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def check(account: str, *, as_json: bool) -> None:
    """Hold ACCOUNT against its rule sets; exit code 1 for a breach."""
    from services.prop_firm.documents import standing_document  # noqa: PLC0415 - `--help` needs no numpy

    with opened() as services:
        found = services.performance.find(account)
        standings = services.prop_firms.standings(found.id)
    if as_json:
        print_json([standing_document(one) for one in standings])
    elif not standings:
        click.echo(f"{found.name} has no rule set; `prop assign` gives it one.", err=True)
    else:
        click.echo("\n".join(_lines(standings)))
    if any(one.status is Status.BREACHED for one in standings):
        raise SystemExit(1)


def _lines(standings: tuple[Standing, ...]) -> list[str]:
    lines = []
    for one in standings:
        digits, currency = one.account.currency_digits, one.account.currency
        room = UNDEFINED if isnan(one.headroom) else f"{number(one.headroom, digits)} {currency}"
        lines.append(f"{one.rules.label}: {one.status.value}, headroom {room}")
        for rule in one.checks:
            check = rule.check
            used, limit, worst = (
                _told(check.unit, value, digits) for value in (check.used, check.limit, check.worst)
            )
            ever = f", worst {worst}" if check.rule in LIMITS else ""
            lines.append(f"  {check.label:<22} {rule.status.value:<9} {used} of {limit}{ever}")
        lines += [f"  ✗ {breach.sentence}" for breach in one.breaches]
        lines.append(f"  {one.basis}")
    return lines


def _told(unit: Unit, value: float, digits: int) -> str:
    if unit is Unit.FRACTION:
        return fraction(value, 1)
    return number(value, {Unit.COUNT: 0, Unit.LOTS: 2}.get(unit, digits))
