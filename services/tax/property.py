"""A symbol of an account as property: its class, what one unit is, and what it is identical to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from services.instrument import AssetClass
from services.tax.classify import Classified, Subject, classify
from services.tax.model import Owner, Right, TaxClass
from services.tax.option_names import named_option
from services.tax.symbols import share_name

if TYPE_CHECKING:
    from services.instrument import Instrument
    from services.model import Account, Symbol
    from services.tax.profile import Profile

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Property:
    """What is known of a symbol of an account.

    `multiplier` is what a price is multiplied by for one unit of volume, None where nobody told it; `units`
    are the shares or coins that one unit of volume is. `currency` is that of prices.
    """

    account: Account
    symbol: str
    found: Classified
    asset_class: str
    multiplier: Decimal | None
    units: Decimal
    currency: str
    owner: Owner
    identity: str
    is_reported: bool = False
    underlying: str = ""
    right: Right = Right.UNKNOWN

    @property
    def is_digital(self) -> bool:
        """Whether it is a digital asset."""
        return self.found.tax_class is TaxClass.F8949_DIGITAL


def property_of(
    account: Account, symbol: str, told: Instrument | None, spec: Symbol | None, profile: Profile
) -> Property:
    """A symbol by what its account's files *told* and what its server specified (*spec*)."""
    key = str(account.id)
    subject = Subject(
        key,
        symbol,
        "" if told is None else told.asset_class,
        None if spec is None else spec.calc_mode,
        "" if spec is None else spec.currency_base,
    )
    found = classify(subject, profile)
    chosen = profile.contract_size(key, symbol)
    multiplier = chosen if chosen is not None else _multiplier(told, spec)
    named = named_option(symbol) if found.is_option else None
    underlying = "" if named is None else named.root
    return Property(
        account=account,
        symbol=symbol,
        found=found,
        asset_class=subject.asset_class,
        multiplier=multiplier,
        units=_units(found, subject.asset_class, multiplier),
        currency=account.currency if spec is None or not spec.currency_profit else spec.currency_profit,
        owner=profile.owner(key),
        identity=(underlying if profile.options_as_replacement else "") or share_name(symbol),
        is_reported=key in profile.reported,
        underlying=underlying,
        right=Right.UNKNOWN if named is None else named.right,
    )


def _multiplier(told: Instrument | None, spec: Symbol | None) -> Decimal | None:
    if told is not None:
        return told.multiplier
    if spec is None:
        return None
    return spec.contract_size * spec.face_value * HUNDREDTH if spec.face_value else spec.contract_size


def _units(found: Classified, asset_class: str, multiplier: Decimal | None) -> Decimal:
    """Shares and coins are counted one by one, options and bonds as they are traded."""
    is_counted = not found.is_option and asset_class != AssetClass.BOND and found.rule != "bond"
    return multiplier if is_counted and multiplier is not None else Decimal(1)
