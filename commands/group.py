"""`group`: named sets of accounts, and the metrics of their accounts as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands import opened
from commands._output import print_json

if TYPE_CHECKING:
    from uuid import UUID

    from services.container import Services
    from services.model import Group


@click.group("group")
def command() -> None:
    """List, make, change or remove groups of accounts (a name or a UUID)."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_groups(*, as_json: bool) -> None:
    """List the groups with their accounts."""
    from services.documents import group_document  # noqa: PLC0415 - `--help` needs no numpy

    with opened() as services:
        groups = services.groups.all()
        names = {account.id: account.name for account in services.performance.accounts()}
    if as_json:
        print_json([group_document(group) for group in groups])
        return
    for group in groups:
        click.echo(f"{group.name}: {', '.join(names[account] for account in group.accounts) or '–'}")


@command.command("add")
@click.argument("name")
@click.argument("accounts", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def add(name: str, accounts: tuple[str, ...], *, as_json: bool) -> None:
    """Make the group NAME of ACCOUNTS (names, logins or UUIDs)."""
    with opened() as services:
        group = services.groups.make(name, _found(services, accounts), actor="cli")
    _tell(group, "made", as_json=as_json)


@command.command("rename")
@click.argument("group")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def rename(group: str, name: str, *, as_json: bool) -> None:
    """Give GROUP another NAME."""
    with opened() as services:
        changed = services.groups.change(services.groups.find(group).id, name=name, actor="cli")
    _tell(changed, "renamed", as_json=as_json)


@command.command("set")
@click.argument("group")
@click.argument("accounts", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def set_accounts(group: str, accounts: tuple[str, ...], *, as_json: bool) -> None:
    """Let exactly ACCOUNTS be in GROUP."""
    with opened() as services:
        chosen, members = services.groups.find(group), _found(services, accounts)
        changed = services.groups.change(chosen.id, accounts=members, actor="cli")
    _tell(changed, "changed", as_json=as_json)


@command.command("remove")
@click.argument("group")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def remove(group: str, *, as_json: bool) -> None:
    """Remove GROUP; its accounts stay."""
    with opened() as services:
        removed = services.groups.remove(services.groups.find(group).id, actor="cli")
    _tell(removed, "removed", as_json=as_json)


def _found(services: Services, accounts: tuple[str, ...]) -> list[UUID]:
    return [services.performance.find(account).id for account in accounts]


def _tell(group: Group, done: str, *, as_json: bool) -> None:
    from services.documents import group_document  # noqa: PLC0415 - `--help` needs no numpy

    if as_json:
        print_json(group_document(group))
    else:
        click.echo(f"The group {group.name} ({len(group.accounts)} accounts) is {done}.", err=True)
