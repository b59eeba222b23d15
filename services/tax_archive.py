"""Trade deals that have left the database, read for taxes as the others are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.calc.deal_class import deal_class
from services.model import DealClass, DealEntry
from services.storage import tax_deals
from services.storage.tax_deals import Traded
from services.tax.booked import TaxDeal, TradeDay

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Connection

    from services.calc.server_zone import ServerZone
    from services.model import Deal
    from services.retention.archived import Archived
    from services.storage.tax_deals import Zoned


@dataclass(frozen=True, slots=True)
class GoneDeals:
    """Trade deals that are in archive files only, and when the files of accounts told no time of day."""

    deals: Mapping[UUID, Sequence[Deal]]
    windows: Mapping[UUID, Sequence[tuple[datetime, datetime]]]

    def traded(self) -> tuple[Traded, ...]:
        """What they moved, deal by deal."""
        return tuple(
            Traded(account, deal.symbol, 1, deal.cash)
            for account, found in self.deals.items()
            for deal in found
        )

    def days(self, wanted: Sequence[Zoned]) -> tuple[TradeDay, ...]:
        """Their results, deal by deal."""
        return tuple(
            TradeDay(
                account,
                deal.symbol,
                self._day(account, deal, clock),
                int(deal.entry is not DealEntry.IN),
                deal.profit,
                deal.commission + deal.fee,
                deal.swap,
            )
            for account, deal, clock in self._of(wanted)
        )

    def tax_deals(self, wanted: Sequence[Zoned]) -> tuple[TaxDeal, ...]:
        """The deals of these symbols."""
        return tuple(
            TaxDeal(
                account,
                deal.ticket,
                deal.time,
                self._is_date(account, deal),
                self._day(account, deal, clock),
                deal.type,
                int(deal.entry),
                deal.order,
                deal.position_id,
                deal.symbol,
                deal.volume,
                deal.price,
                -(deal.commission + deal.fee),
                deal.external_id,
                deal.place,
            )
            for account, deal, clock in self._of(wanted)
        )

    def _of(self, wanted: Sequence[Zoned]) -> list[tuple[UUID, Deal, ServerZone]]:
        clocks = {(one.account, one.symbol): one.clock for one in wanted}
        return [
            (account, deal, clocks[account, deal.symbol])
            for account, found in self.deals.items()
            for deal in found
            if (account, deal.symbol) in clocks
        ]

    def _is_date(self, account: UUID, deal: Deal) -> bool:
        if deal.server_time.hour or deal.server_time.minute or deal.server_time.second:
            return False
        return any(start <= deal.time <= end for start, end in self.windows[account])

    def _day(self, account: UUID, deal: Deal, clock: ServerZone) -> date:
        is_date = self._is_date(account, deal)
        return (deal.server_time if is_date else clock.to_server(deal.time)).date()


def read_gone(connection: Connection, archived: Archived, account_ids: Sequence[UUID]) -> GoneDeals:
    """Those of these accounts; what is in the database too is the newer version and is not among them."""
    found: dict[UUID, Sequence[Deal]] = {}
    for account in account_ids:
        gone = archived.gone_deals(connection, account)
        here = tax_deals.tickets_here(connection, account, gone) if gone else set()
        kept = [deal for ticket, deal in gone.items() if ticket not in here]
        found[account] = [deal for deal in kept if deal.is_trade and deal_class(deal) is DealClass.TRADE]
    return GoneDeals(found, tax_deals.date_windows(connection, account_ids))
