"""`backup`, `backups`, `restore`: copies that were proven, what there are, and the way back."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from commands import opened
from commands._output import print_json

if TYPE_CHECKING:
    from services.backup.listing import Backup

NAMES = {"written": "not proven", "verified": "verified", "failed": "failed"}
EMBEDDED = "embedded"


def register(group: click.Group) -> None:
    """Add the commands of backups."""
    group.add_command(backup)
    group.add_command(backups)
    group.add_command(restore)


@click.command("backup")
@click.option(
    "--type",
    "kind",
    type=click.Choice(["full", "incremental"]),
    default="incremental",
    show_default=True,
    help="Whether to build on the last good backup.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def backup(*, kind: str, as_json: bool) -> None:
    """Back up the whole database and its archive files, and prove it by restoring it elsewhere."""
    from services.documents import backup_document  # noqa: PLC0415 - `--help` needs no numpy

    with opened(is_bulk=True) as services:
        made = services.backups.make("full" if kind == "full" else "incremental", progress=_say)
    if as_json:
        print_json(backup_document(made))
    else:
        click.echo(_line(made))


@click.command("backups")
@click.option("--verify", is_flag=True, help="Read and hash every file; exit code 1 for any issue.")
@click.option("--rotate", is_flag=True, help="First remove backups that are not to be kept any more.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def backups(*, verify: bool, rotate: bool, as_json: bool) -> None:
    """List the backups, newest first."""
    from services.backup.listing import list_backups, open_folder  # noqa: PLC0415 - `--help` needs none of them
    from services.backup.verifying import backup_issues  # noqa: PLC0415
    from services.documents import backup_document  # noqa: PLC0415
    from services.settings import load  # noqa: PLC0415

    if rotate:
        with opened(is_bulk=True) as services:
            click.echo(f"{len(services.backups.rotate())} backups removed.", err=True)
    folder = open_folder(load())
    found, issues = list_backups(folder), backup_issues(folder) if verify else ()
    if as_json:
        document = {"backups": list(map(backup_document, found))}
        print_json(document | ({"issues_found": list(map(asdict, issues))} if verify else {}))
    else:
        for line in map(_line, found):
            click.echo(line)
        for issue in issues:
            click.echo(f"✗ {issue.problem} {issue.recommendation}")
        click.echo(f"{len(found)} backups in {folder.root}.", err=True)
    if issues:
        raise SystemExit(1)


@click.command("restore")
@click.argument("backup_id")
@click.option("--into", "target", help="URL of an empty database, or `embedded` for the own one.")
@click.option(
    "--archives-only", is_flag=True, help="Put back only archive files that are missing or damaged."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def restore(*, backup_id: str, target: str | None, archives_only: bool, as_json: bool) -> None:
    """Restore BACKUP_ID (an id, its beginning, or `latest`) into an empty database, whole or not at all."""
    from services.backup.restore import restore as bring_back  # noqa: PLC0415 - `--help` needs none of them
    from services.backup.restore import restore_embedded, restore_files  # noqa: PLC0415
    from services.documents import backup_document  # noqa: PLC0415
    from services.settings import load  # noqa: PLC0415

    if (target is None) != archives_only:
        raise click.UsageError("Say either --into URL or --archives-only.")
    settings = load()
    if target is None:
        names = restore_files(settings, backup_id)
        if as_json:
            print_json({"restored_files": names})
        else:
            click.echo(f"{len(names)} archive files put back.")
        return
    if target == EMBEDDED:
        done = restore_embedded(settings, backup_id, progress=_say)
    else:
        done = bring_back(settings, backup_id, target, progress=_say)
    if as_json:
        print_json(backup_document(done))
    else:
        click.echo(f"Restored {done.records:,} rows of {len(done.tables)} tables from {_line(done)}")


def _say(done: int, total: int, what: str) -> None:
    click.echo(f"{done}/{total} {what}", err=True)


def _line(made: Backup) -> str:
    secret = ", encrypted" if made.is_encrypted else ""
    text = (
        f"{made.id}  {made.created_at:%Y-%m-%d %H:%M} UTC  {made.type}, {NAMES[made.status]}{secret}:"
        f" {made.records:,} rows, {made.size / 1e6:,.1f} MB ({made.reason})"
    )
    return " ".join([text, made.error, *made.notes]).strip()
