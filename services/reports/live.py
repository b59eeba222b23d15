"""What is happening now: accounts, open positions, the trades closed last, equity of the last hour or day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from services.errors import InvalidInputError
from services.exports import Document
from services.live.glance import glance
from services.live.window import DEFAULT_WINDOW, MINUTES, window_start
from services.reports._about import about, file_name, names_of
from services.reports._for_both import for_both, for_people
from services.reports._live_parts import accounts_part, equity_part, positions_part, trades_part
from services.reports._registry import report

if TYPE_CHECKING:
    from services.container import Services
    from services.reports._registry import Request

CLOSED = ("account", "currency", "symbol", "side", "volume", "exit_time", "net_profit")
STORED = "As stored at this moment; between two records prices move on the page only."


@report("live", "Now", of_moment=True, options=("window",))
def live(services: Services, request: Request) -> Document:
    """What is happening now: balance, equity and floating of accounts, open positions, the last trades."""
    window, now = request.option("window", DEFAULT_WINDOW), datetime.now(UTC)
    if window not in MINUTES:
        raise InvalidInputError(f"{window!r} is no window; choose {', '.join(MINUTES)}.")
    owners, since = services.performance.owners(request.accounts), window_start(window, request.zone, now)
    found = glance(services.database, services.performance, owners, since, now)
    digits = partial(services.exporting.price_digits, [account.id for account in owners])
    positions = replace(positions_part(found.state), price_digits=digits)
    currencies = sorted({account.currency for account in owners})
    return Document(
        name=file_name("live", owners, since, now, request.zone),
        title="Now",
        subtitle=names_of(owners),
        about=about(owners, since, now, request.zone, currency=", ".join(currencies), basis="as quoted"),
        parts=(
            *for_both(accounts_part(found.state), "login", "credit", "margin"),
            *for_both(positions, "position_id", "stop_loss", "take_profit"),
            *for_people(trades_part(found.trades), *CLOSED),
            *equity_part(found.lines),
        ),
        zone=request.zone,
        footnotes=(STORED,),
    )
