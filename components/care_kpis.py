"""The state of the data in six figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from components import format as fmt
from components import moment
from components.kpi import Kpi, plain_kpi
from services.job_run import RunStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from services.care import CareReport
    from services.job_run import JobState

NEVER = "not yet"
OLD_HOURS = 26


def care_kpis(report: CareReport, states: Sequence[JobState], now: datetime) -> list[Kpi]:
    """Deals, snapshots, archives, the last proof, the last check, the jobs."""
    deals, trades = report.rows_of("deals"), report.rows_of("trade_performance")
    files, size = len(report.archives), sum(month.bytes for month in report.archives)
    return [
        plain_kpi("Deals", fmt.count(deals), f"{fmt.count(trades)} closed trades"),
        plain_kpi(
            "Snapshots",
            fmt.count(report.rows_of("performance_snapshots")),
            "balance and equity over time",
        ),
        plain_kpi(
            "Archive files",
            fmt.count(files),
            f"{fmt.size(size)}, each hashed",
            meaning="Old months as files that never change, read as if they were in the database.",
        ),
        _backup(report, now),
        _integrity(report, now),
        _jobs(states),
    ]


def _backup(report: CareReport, now: datetime) -> Kpi:
    meaning = "How old the newest backup is that was restored into a scratch database and found equal."
    proven = report.newest_proven
    if proven is None:
        return plain_kpi("Proven backup", NEVER, "made every night", tone="warn", meaning=meaning)
    seconds = (now - proven.created_at).total_seconds()
    note = f"{proven.type}, {fmt.count(proven.records)} rows"
    tone = "warn" if seconds > OLD_HOURS * moment.HOUR else ""
    return plain_kpi("Proven backup", f"{moment.age(seconds)} ago", note, tone=tone, meaning=meaning)


def _integrity(report: CareReport, now: datetime) -> Kpi:
    run = report.integrity
    if run is None:
        return plain_kpi("Integrity", NEVER, "checked every night", tone="warn")
    issues = run.detail.get("count", 0)
    checked = f"checked {moment.age((now - run.started_at).total_seconds())} ago"
    if run.status is RunStatus.OK:
        return plain_kpi("Integrity", "sound", checked)
    return plain_kpi("Integrity", f"{fmt.count(issues)} issues" if issues else "failed", checked, tone="loss")


def _jobs(states: Sequence[JobState]) -> Kpi:
    bad = [state.title for state in states if state.word in ("failed", "overdue")]
    busy = sum(state.word == "running" for state in states)
    note = ", ".join(bad) or (f"{fmt.count(busy)} at work" if busy else "all in order")
    value = f"{len(states) - len(bad)} of {len(states)}"
    return plain_kpi("Jobs in order", value, note, tone="loss" if bad else "")
