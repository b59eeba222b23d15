"""What an answer about several accounts stands on, known before any ledger is read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.calc.period import Period
    from services.calc.portfolio import AccountRates
    from services.comparison.matrix import Terms
    from services.model import Account
    from services.track_records import Marked


@dataclass(frozen=True, slots=True)
class Stamp:
    """Whose answer it is, over what and told in what; `key` changes whenever the answer could."""

    accounts: tuple[Account, ...]
    period: Period
    terms: Terms
    key: str


def stamp_of(
    marked: Iterable[Marked], period: Period, terms: Terms, rates: AccountRates, *settings: object
) -> Stamp:
    """The stamp of accounts as they are now; *settings* are what else the answer depends on."""
    known = tuple(marked)
    parts = [repr((VERSION, known, period, terms, settings)).encode()]
    for number, daily in enumerate((rates.demo, rates.real)):
        for pair, (days, values) in sorted(daily.pairs.items()):
            parts += [repr((number, pair)).encode(), days.tobytes(), values.tobytes()]
    key = hashlib.sha256(b"\0".join(parts)).hexdigest()
    return Stamp(tuple(one.account for one in known), period, terms, key)
