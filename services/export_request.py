"""A request for a file as it is kept: what makes two of them the same, and the request it stands for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from services.calc.period import Period
from services.reports import Request
from services.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.model import Account
    from services.reports import Report


def kept_request(
    report: Report, request: Request, format_name: str, owners: Sequence[Account]
) -> dict[str, Any]:
    """The request with the version of every ledger, since a changed one is asked anew."""
    period = request.period
    return {
        "report": report.name,
        "format": format_name,
        "accounts": [str(account.id) for account in owners],
        "ledgers": [account.ledger_version for account in owners],
        "names": [account.name for account in owners],
        "period": period.text,
        "start": None if period.start is None else period.start.isoformat(),
        "end": period.end.isoformat(),
        "zone": request.zone,
        "currency": request.currency,
        "basis": request.basis,
        "has_details": request.has_details,
        "options": dict(request.options),
        "version": VERSION,
    } | ({"asked_at": datetime.now(UTC).isoformat()} if report.of_moment else {})


def request_of(asked: dict[str, Any]) -> Request:
    """A kept request as it was asked."""
    start = asked["start"]
    period = Period(
        None if start is None else datetime.fromisoformat(start),
        datetime.fromisoformat(asked["end"]),
        asked["period"],
    )
    return Request(
        tuple(UUID(account) for account in asked["accounts"]),
        period,
        asked["zone"],
        asked["currency"],
        asked["basis"],
        asked["has_details"],
        tuple(sorted(asked["options"].items())),
    )
