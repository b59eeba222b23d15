"""The command line: every public module of this package adds its commands to the root."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

import click

from services import priority
from services.errors import InvalidInputError, NotFoundError, ServiceError
from services.plugins import public_modules

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def exit_code(group: click.Group) -> int:
    """The exit code of what the shell asks for, once it ran; what was wrong is one line on stderr."""
    try:
        group(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return error.exit_code
    except click.UsageError as error:
        where = f" `{error.ctx.command_path} --help` says what is right." if error.ctx else ""
        click.echo(f"{' '.join(error.format_message().split())}{where}", err=True)
        return error.exit_code
    except click.Abort:
        click.echo("Stopped.", err=True)
        return 1
    except ServiceError as error:
        click.echo(str(error), err=True)
        return 2 if isinstance(error, InvalidInputError | NotFoundError) else 1
    return 0
