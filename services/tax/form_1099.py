"""Our rows beside a broker's Form 1099: which lines are the same sales, what differs, what codes say."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.tax.broker_form import Reported, corrected
from services.tax.model import ZERO
from services.tax.symbols import share_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from services.tax.model import FormRow

    Key = tuple[str, str, date]

DIGITAL = "GHIJKL"
DIGITAL_OF = dict(zip("ABCDEF", DIGITAL, strict=True))
SAME, DIFFERENT = "the same", "differs"
OURS_ONLY, THEIRS_ONLY = "not on the 1099", "not in the records"


@dataclass(frozen=True, slots=True)
class Line1099:
    """A sale as a broker reports it; `box` is the one of Form 8949 that the 1099 calls for.

    `acquired` is None for several days, `basis` and `wash` are None where the broker says nothing.
    """

    account: str
    symbol: str
    quantity: Decimal | None
    acquired: date | None
    sold: date
    proceeds: Decimal
    basis: Decimal | None
    wash: Decimal | None
    box: str


@dataclass(frozen=True, slots=True)
class Compared:
    """The sales of a symbol on a day in an account, as we and as the broker have them."""

    account: str
    symbol: str
    sold: date
    proceeds: Decimal
    their_proceeds: Decimal
    basis: Decimal
    their_basis: Decimal
    wash: Decimal
    their_wash: Decimal
    verdict: str


def beside_1099(
    rows: Sequence[FormRow], lines: Sequence[Line1099]
) -> tuple[tuple[FormRow, ...], tuple[Compared, ...]]:
    """The rows as they are filed beside the broker's lines, and both by account, symbol and day.

    A row that is one of the broker's lines keeps his proceeds and basis, and codes with their adjustments say
    what is right; its gain stays ours. What has no counterpart stays as it is.
    """
    left: dict[Key, list[Line1099]] = defaultdict(list)
    for line in lines:
        left[_key(line.account, line.symbol, line.sold)].append(line)
    filed = tuple(_filed(row, left[_key(row.account, row.symbol, row.sold)]) for row in rows)
    return filed, _compared(rows, lines)


def _key(account: str, symbol: str, sold: date) -> Key:
    return account, share_name(symbol), sold


def _filed(row: FormRow, left: list[Line1099]) -> FormRow:
    fitting = [line for line in left if line.quantity in (None, row.quantity)]
    if not fitting:
        return row
    line = min(fitting, key=lambda one: (one.acquired != row.acquired, abs(one.proceeds - row.proceeds)))
    left.remove(line)
    box = DIGITAL_OF.get(line.box, line.box) if row.box in DIGITAL else line.box
    return corrected(row, Reported(box, line.basis, line.proceeds))


def _compared(rows: Iterable[FormRow], lines: Iterable[Line1099]) -> tuple[Compared, ...]:
    ours: dict[Key, list[FormRow]] = defaultdict(list)
    theirs: dict[Key, list[Line1099]] = defaultdict(list)
    for line in lines:
        theirs[_key(line.account, line.symbol, line.sold)].append(line)
    reported = {account for account, _, _ in theirs}
    for row in rows:
        if row.account in reported:
            ours[_key(row.account, row.symbol, row.sold)].append(row)
    keys = sorted(ours.keys() | theirs.keys(), key=lambda key: (key[2], key[0], key[1]))
    return tuple(_both(key, ours[key], theirs[key]) for key in keys)


def _both(key: Key, rows: Sequence[FormRow], lines: Sequence[Line1099]) -> Compared:
    washes = sum((row.adjustment or ZERO for row in rows if "W" in row.codes), ZERO)
    amounts = (
        sum((row.proceeds for row in rows), ZERO),
        sum((line.proceeds for line in lines), ZERO),
        sum((row.basis for row in rows), ZERO),
        sum((line.basis or ZERO for line in lines), ZERO),
        washes,
        sum((line.wash or ZERO for line in lines), ZERO),
    )
    if not lines or not rows:
        return Compared(*key, *amounts, THEIRS_ONLY if lines else OURS_ONLY)
    told = any(line.basis is not None for line in lines)
    is_same = amounts[0] == amounts[1] and amounts[4] == amounts[5]
    is_same = is_same and (not told or amounts[2] == amounts[3])
    return Compared(*key, *amounts, SAME if is_same else DIFFERENT)
