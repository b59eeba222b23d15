"""`make-export`: one queued file, made in a process of its own; started by the jobs."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import click

from dashboard.supervisor import follow_parent
from services import priority

if TYPE_CHECKING:
    from uuid import UUID


@click.command("make-export", hidden=True)
@click.argument("export_id", type=click.UUID)
def command(*, export_id: UUID) -> None:
    """Make the queued file with this id; how it ends is listed, and the exit code says nothing about it."""
    priority.give_way(priority.BULK)
    follow_parent()  # whoever leads the jobs next makes it anew
    from services.container import build  # noqa: PLC0415 - `--help` needs no database driver
    from services.settings import load  # noqa: PLC0415

    services = build(load())
    gc.freeze()  # what starting left behind is not looked through again and again while rows come and go
    try:
        services.export_jobs.make(export_id)
    finally:
        services.close()
