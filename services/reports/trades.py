"""The ledger of closed trades."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.reports._registry import report

if TYPE_CHECKING:
    from services.container import Services
    from services.exports import Document
    from services.reports._registry import Request


@report("trades", "Trades")
def trades(services: Services, request: Request) -> Document:
    """Every closed trade of a period, newest first, with its costs."""
    return services.exporting.trade_document(request.accounts, request.period, request.zone)
