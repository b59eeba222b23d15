"""What the taxpayer says of himself and of his accounts; what is not said is the usual treatment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator

from services.tax.model import Owner, TaxClass
from services.tax.policy import EVERY_ACCOUNT, ColumnB, Instruction, Policy, SameDay

if TYPE_CHECKING:
    from collections.abc import Mapping


class CfdPolicy(StrEnum):
    """How contracts for difference are reported: as ordinary swap income, or as capital on the form."""

    ORDINARY = "ordinary"
    CAPITAL = "capital"


class Override(BaseModel):
    """The class of a symbol by the taxpayer's word, in one account or (empty) in all.

    `contract_size` is what one unit stands for, where no file and no server told it.
    """

    model_config = ConfigDict(frozen=True)

    symbol: str
    tax_class: TaxClass
    account: str = EVERY_ACCOUNT
    contract_size: Decimal | None = Field(default=None, gt=0)


class Profile(BaseModel):
    """Elections with their days, treatments, and what each account (by its UUID as text) is.

    `mark_to_market_from` is the first day of the election of section 475(f), `forex_opt_out_from` that of the
    election out of section 988. `complete` is the day through which the taxpayer says that all deals of an
    account are here. `reported` are accounts whose sales a broker reports on Form 1099-B or 1099-DA, `closed`
    years that were filed, with the hash of what was filed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    mark_to_market_from: date | None = None
    forex_opt_out_from: date | None = None
    cfd_policy: CfdPolicy = CfdPolicy.ORDINARY
    options_as_replacement: bool = True
    column_b: ColumnB = ColumnB.ACTUAL
    same_day: SameDay | None = None
    whole_dollars: bool = False
    exchange_zone: str = "America/New_York"
    owners: dict[str, Owner] = {}
    methods: tuple[Instruction, ...] = ()
    classes: tuple[Override, ...] = ()
    complete: dict[str, date] = {}
    reported: tuple[str, ...] = ()
    closed: dict[int, str] = {}

    @field_validator("exchange_zone")
    @classmethod
    def _zone(cls, name: str) -> str:
        try:
            return ZoneInfo(name).key
        except (ValueError, OSError, ZoneInfoNotFoundError) as error:
            raise ValueError(f"{name!r} is no time zone; write one such as America/New_York") from error

    def owner(self, account: str) -> Owner:
        """Whose account it is; the taxpayer's where nothing is said."""
        return self.owners.get(account, Owner.TAXPAYER)

    def override(self, account: str, symbol: str) -> TaxClass | None:
        """The class that was chosen for a symbol: that of the account before that of all; None without."""
        chosen = self._override(account, symbol)
        return None if chosen is None else chosen.tax_class

    def contract_size(self, account: str, symbol: str) -> Decimal | None:
        """What one unit of a symbol stands for by the taxpayer's word; None without."""
        chosen = self._override(account, symbol)
        return None if chosen is None else chosen.contract_size

    def _override(self, account: str, symbol: str) -> Override | None:
        chosen = {item.account: item for item in self.classes if item.symbol == symbol}
        return chosen.get(account, chosen.get(EVERY_ACCOUNT))

    def policy(self, names: Mapping[str, str], *, has_dates_only: bool) -> Policy:
        """The choices as matching takes them, with accounts by their *names*.

        Records without a time of day do not say that shares sold on the day of a loss were held after it.
        """
        unsaid = SameDay.SOLD if has_dates_only else SameDay.CLOCK
        return Policy(
            instructions=tuple(
                replace(item, account=names.get(item.account, item.account)) for item in self.methods
            ),
            same_day=self.same_day or unsaid,
            options_as_replacement=self.options_as_replacement,
            column_b=self.column_b,
        )
