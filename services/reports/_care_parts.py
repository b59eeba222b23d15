"""The parts of the state of the data, one table each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.exports import Column, Kind, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.backup.listing import Backup
    from services.care import StoredTable
    from services.job_run import JobRun
    from services.retention.outcome import ArchivedMonth
    from services.storage.kept_exports import KeptExport

STORAGE = (
    Column("table", "Table", Kind.TEXT),
    Column("title", "What", Kind.TEXT),
    Column("rows", "Rows", Kind.INTEGER),
    Column("bytes", "Bytes", Kind.INTEGER),
    Column("first", "From", Kind.TIME),
    Column("last", "To", Kind.TIME),
    Column("archived", "Archived rows", Kind.INTEGER),
    Column("policy", "Policy", Kind.TEXT),
)
BACKUPS = (
    Column("backup_id", "Backup", Kind.TEXT),
    Column("created_at", "Made", Kind.TIME),
    Column("type", "Type", Kind.TEXT),
    Column("status", "Proof", Kind.TEXT),
    Column("verified_at", "Proven", Kind.TIME),
    Column("rows", "Rows", Kind.INTEGER),
    Column("bytes", "Bytes", Kind.INTEGER),
    Column("reason", "Why", Kind.TEXT),
    Column("parent_id", "Stands on", Kind.TEXT),
    Column("error", "Error", Kind.TEXT),
)
ARCHIVES = (
    Column("table", "Table", Kind.TEXT),
    Column("month", "Month", Kind.DATE),
    Column("account", "Account", Kind.TEXT),
    Column("state", "State", Kind.TEXT),
    Column("rows", "Rows", Kind.INTEGER),
    Column("bytes", "Bytes", Kind.INTEGER),
    Column("verified_at", "Verified", Kind.TIME),
    Column("purged_at", "Only in the file since", Kind.TIME),
    Column("sha256", "SHA-256", Kind.TEXT),
)
CHECKS = (
    Column("check", "Check", Kind.TEXT),
    Column("account", "Account", Kind.TEXT),
    Column("problem", "Problem", Kind.TEXT),
    Column("recommendation", "What to do", Kind.TEXT),
)
RUNS = (
    Column("job", "Job", Kind.TEXT),
    Column("status", "State", Kind.TEXT),
    Column("started_at", "Began", Kind.TIME),
    Column("finished_at", "Ended", Kind.TIME),
    Column("runs", "Runs", Kind.INTEGER),
    Column("seconds", "Seconds", Kind.NUMBER, 1),
    Column("message", "What it did", Kind.TEXT),
)
FILES = (
    Column("export_id", "Id", Kind.TEXT),
    Column("filename", "File", Kind.TEXT),
    Column("report", "Report", Kind.TEXT),
    Column("accounts", "Accounts", Kind.TEXT),
    Column("status", "State", Kind.TEXT),
    Column("rows", "Rows", Kind.INTEGER),
    Column("bytes", "Bytes", Kind.INTEGER),
    Column("sha256", "SHA-256", Kind.TEXT),
    Column("created_at", "Asked", Kind.TIME),
    Column("finished_at", "Made", Kind.TIME),
    Column("expires_at", "Kept until", Kind.TIME),
    Column("error", "Error", Kind.TEXT),
)


def storage_part(tables: Sequence[StoredTable]) -> Table:
    """Rows and bytes by table, largest first."""
    rows = [
        [one.name, one.title, one.rows, one.bytes, one.first, one.last, one.archived, one.policy]
        for one in sorted(tables, key=lambda table: -table.bytes)
    ]
    return Table("storage", "Storage", STORAGE, rows, size=len(rows))


def backups_part(backups: Sequence[Backup]) -> Table:
    """Every backup with its proof, newest first."""
    rows = [
        [
            one.id,
            one.created_at,
            one.type,
            one.status,
            one.verified_at,
            one.records,
            one.size,
            one.reason,
            one.parent_id,
            one.error,
        ]
        for one in backups
    ]
    return Table("backups", "Backups", BACKUPS, rows, size=len(rows), empty="There is no backup yet.")


def archives_part(months: Sequence[ArchivedMonth]) -> Table:
    """Every archive file with its hash."""
    rows = [
        [
            one.table,
            one.month,
            one.account,
            one.state.lower(),
            one.rows,
            one.bytes,
            one.verified_at,
            one.purged_at,
            one.sha256,
        ]
        for one in months
    ]
    return Table("archives", "Archives", ARCHIVES, rows, size=len(rows), empty="Nothing is archived yet.")


def checks_part(run: JobRun | None) -> Table:
    """What the last check of everything found."""
    issues = [] if run is None else run.detail.get("issues", [])
    rows = [[one.get(column.name, "") for column in CHECKS] for one in issues]
    empty = "Nothing has been checked yet." if run is None else run.message or "Everything adds up."
    return Table("checks", "Integrity", CHECKS, rows, size=len(rows), empty=empty)


def runs_part(runs: Sequence[JobRun]) -> Table:
    """What ran by itself, newest first."""
    rows = [
        [one.job, one.status.value, one.started_at, one.finished_at, one.runs, one.seconds, one.message]
        for one in runs
    ]
    return Table(
        "runs", "What ran by itself", RUNS, rows, size=len(rows), empty="No job has run yet.", is_long=True
    )


def files_part(files: Sequence[KeptExport]) -> Table:
    """The files that were made, newest first."""
    rows = [
        [
            str(one.id),
            one.filename,
            str(one.request.get("report", "")),
            ", ".join(one.request.get("names") or []),
            one.status.value,
            one.rows_done or one.rows_total,
            one.size,
            one.sha256,
            one.created_at,
            one.finished_at,
            one.expires_at,
            one.error,
        ]
        for one in files
    ]
    return Table("files", "Files", FILES, rows, size=len(rows), empty="No file was made yet.", is_long=True)
