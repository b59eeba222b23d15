"""The command line: every public module of this package adds its commands to the root."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from services import priority
from services.plugins import public_modules

if TYPE_CHECKING:
    from collections.abc import Iterator

    import click

    from services.container import Services


def register_all(group: click.Group) -> None:
    """Add each module's `command`, or let its `register(group)` add several."""
    for name in public_modules(__name__):
        module = import_module(name)
        if hasattr(module, "register"):
            module.register(group)
        else:
            group.add_command(module.command)


@contextmanager
def opened(*, with_backup: bool = True, is_bulk: bool = False) -> Iterator[Services]:
    """The product on the configured database, migrated after a backup; closed at the end.

    Work in bulk gives way to a product that runs on the same machine.
    """
    if is_bulk:
        priority.give_way(priority.BULK)
    from services.container import build  # noqa: PLC0415 - `--help` needs no database driver
    from services.settings import load  # noqa: PLC0415
    from services.upgrading import upgrade  # noqa: PLC0415

    services = build(load())
    try:
        upgrade(services, with_backup=with_backup)
        yield services
    finally:
        services.close()
