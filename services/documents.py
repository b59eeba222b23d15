"""Answers as documents: the one JSON shape that the command line and the API share."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from services.calc.money import round_money
from services.metrics import Unit

if TYPE_CHECKING:
    from services.answers import Figure, ImportReport
    from services.backup.listing import Backup
    from services.integrity import IntegrityReport
    from services.metrics import MetricValue
    from services.model import Group
    from services.price_series import PriceSeries
    from services.retention.outcome import Outcome as RetentionOutcome


class Denominated(Protocol):
    """What money is told in the currency of, such as an account."""

    @property
    def currency_digits(self) -> int:
        """How many decimals amounts have."""


def money(amount: Decimal | float | None, told_in: Denominated) -> str | None:
    """An amount as text with the currency's digits, zero without a sign; None where it is unknown."""
    if amount is None or amount != amount:  # noqa: PLR0124 - NaN is the one value unequal to itself
        return None
    exact = amount if isinstance(amount, Decimal) else Decimal(repr(amount))
    rounded = round_money(exact, told_in.currency_digits)
    return f"{rounded or abs(rounded):f}"


def metric_number(value: MetricValue, told_in: Denominated) -> str | float | int | None:
    """A metric as JSON: money as text, counts whole, the rest numbers; None where it is undefined."""
    if not value.is_defined:
        return None
    if value.metric.unit is Unit.MONEY:
        return money(value.value, told_in)
    return int(value.value) if value.metric.unit is Unit.COUNT else value.value + 0.0  # -0.0 is 0.0 then


def metric_document(value: MetricValue, told_in: Denominated) -> dict[str, Any]:
    """A metric's value with all it stands on."""
    return {
        "value": metric_number(value, told_in),
        "unit": value.metric.unit.value,
        "n": value.n,
        "low": value.low,
        "high": value.high,
        "basis": value.basis,
        "zone": value.zone,
        "annualisation": value.annualisation,
        "definition": value.metric.definition,
        "reason": value.reason or None,
    }


def group_document(group: Group) -> dict[str, Any]:
    """A group and its accounts."""
    return {"group_id": group.id, "name": group.name, "account_ids": list(group.accounts)}


def series_document(series: PriceSeries) -> dict[str, Any]:
    """An imported series of closes."""
    return {
        "series_id": series.id,
        "name": series.name,
        "filename": series.filename,
        "sha256": series.sha256,
        "days": series.days,
        "first_day": series.first.isoformat(),
        "last_day": series.last.isoformat(),
    }


def figure_document(figure: Figure) -> dict[str, Any]:
    """A stated figure beside ours."""
    return {
        "name": figure.name,
        "stated": figure.stated,
        "computed": figure.computed,
        "match": figure.match,
    }


def import_document(report: ImportReport) -> dict[str, Any]:
    """What an import read, what is new, and the reconciliation."""
    known = report.stored or not report.is_new_account
    return {
        "file": report.file,
        "sha256": report.sha256,
        "format": report.format,
        "account": report.account.name,
        "account_id": str(report.account.id) if known else None,
        "currency": report.account.currency,
        "deals": report.deals,
        "new_deals": report.new_deals,
        "changed_deals": report.changed_deals,
        "trades": report.trades,
        "open_positions": report.open_positions,
        "opening_balance": money(report.opening_balance, report.account),
        "orphans": report.orphans,
        "residual": money(report.residual, report.account),
        "balance_chain": report.chain,
        "server_zone": report.server_zone,
        "server_zone_reason": report.server_zone_reason,
        "figures": [figure_document(figure) for figure in report.figures],
        "problems": list(report.problems),
        "warnings": list(report.warnings),
        "stored": report.stored,
    }


def integrity_document(report: IntegrityReport) -> dict[str, Any]:
    """Every violation found, and how much was checked."""
    return {
        "verified_at": report.verified_at,
        "issues_found": [asdict(issue) for issue in report.issues],
        "statistics": report.statistics,
        "recommendations": list(report.recommendations),
    }


def backup_document(backup: Backup) -> dict[str, Any]:
    """A backup with its tables, as far as they are known."""
    return {
        "backup_id": backup.id,
        "backup_type": backup.type,
        "created_at": backup.created_at,
        "reason": backup.reason,
        "status": backup.status,
        "verified": backup.verified,
        "verified_at": backup.verified_at,
        "parent_id": backup.parent_id,
        "tables_backed_up": [asdict(table) for table in backup.tables],
        "total_records": backup.records,
        "size": backup.size,
        "encrypted": backup.is_encrypted,
        "revision": backup.revision,
        "path": backup.path,
        "error": backup.error or None,
        "notes": list(backup.notes),
    }


def retention_document(outcome: RetentionOutcome) -> dict[str, Any]:
    """What a run of retention did or would do, together and by table."""
    return {
        "table_name": outcome.table_name,
        "retention_results": asdict(outcome.total),
        "tables": {table: asdict(counts) for table, counts in outcome.tables.items()},
        "waiting": [asdict(waiting) | {"month": f"{waiting.month:%Y-%m}"} for waiting in outcome.waiting],
        "dry_run": outcome.dry_run,
        "applied_at": outcome.applied_at,
    }
