"""What was read of a taxpayer's accounts, and what it makes: lots, washes, the bridge."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from services.tax.bridge import Bridge
from services.tax.matching import match
from services.tax.named_lots import with_named_lots
from services.tax.through import known_through

if TYPE_CHECKING:
    from datetime import date

    from services.tax.matching import Matched
    from services.tax.policy import Policy
    from services.tax_reading import TaxLedger


@dataclass(frozen=True)
class TaxBook:
    """What was read, and what it makes; matched once for all years."""

    ledger: TaxLedger
    tax_zone: str

    @cached_property
    def policy(self) -> Policy:
        """The taxpayer's choices."""
        policy = self.ledger.profile.policy(self.names, has_dates_only=self.ledger.has_dates_only)
        return with_named_lots(policy, self.ledger.executions)

    @cached_property
    def names(self) -> dict[str, str]:
        """The accounts' names by their ids."""
        return {str(account.id): account.name for account in self.ledger.accounts}

    @cached_property
    def matched(self) -> Matched:
        """Lots and washes of all accounts."""
        return match(self.ledger.executions, self.policy)

    @cached_property
    def bridge(self) -> Bridge:
        """The way from the ledger's result to the form's."""
        return Bridge(self.ledger.executions, self.matched)

    def through(self, year: int) -> date | None:
        """Through which day everything is known that can change a year."""
        complete = {
            self.names[key]: day for key, day in self.ledger.profile.complete.items() if key in self.names
        }
        holding = {lot.opening.first.account for lot in self.matched.lots if lot.is_open}
        return known_through(self.last_days, holding, complete, year)

    @cached_property
    def last_days(self) -> dict[str, date]:
        """The last execution of each account."""
        last: dict[str, date] = {}
        for item in self.ledger.executions:
            last[item.account] = max(item.trade_date, last.get(item.account, item.trade_date))
        return last
