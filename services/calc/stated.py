"""Every figure a broker prints, recomputed from the deals and compared to its last printed digit."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from services.answers import Figure
from services.calc.stated_figures import FIGURES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from services.calc.stated_figures import StatedInputs

_NUMBER = re.compile(r"[-−+]?\d(?:[\d\u00a0\u202f\u2009 ']*\d)?(?:[.,]\d+)?")
_CELL_DIGITS = 6


def numbers_in(text: str) -> tuple[float, ...]:
    """Every number of a printed figure, in order.

    >>> numbers_in("2 313.28 (2.30%)")
    (2313.28, 2.3)
    """
    return tuple(map(float, decimals_in(text)))


def decimals_in(text: str) -> tuple[Decimal, ...]:
    """Every number of a printed figure, exact."""
    return tuple(Decimal(_plain(found)) for found in _NUMBER.findall(text))


def _plain(text: str) -> str:
    digits = re.sub(r"[\s']", "", text.replace("−", "-"))
    return digits.replace(",", ".")


_ALIASES = {
    "absolute drawdown": "balance drawdown absolute",
    "maximal drawdown": "balance drawdown maximal",
    "relative drawdown": "balance drawdown relative",
    "short positions (won %)": "short trades (won %)",
    "long positions (won %)": "long trades (won %)",
    "profit trades": "profit trades (% of total)",
    "loss trades": "loss trades (% of total)",
}
_FROM_TICKS = {"sharpe ratio", "margin level"}
LEDGER_FIGURES = frozenset(
    {
        "balance",
        "equity",
        "floating p/l",
        "deposit/withdrawal",
        "closed trade p/l",
        "total net profit",
        "gross profit",
        "gross loss",
        "total trades",
    }
)


def canonical(name: str) -> str:
    """The name a figure is known by: lower case, MetaTrader 5's words."""
    lower = name.strip().rstrip(":").lower()
    return _ALIASES.get(lower, lower)


def recompute(
    figures: Mapping[str, str], inputs: StatedInputs, *, cells: bool, tester: bool
) -> tuple[Figure, ...]:
    """Each stated figure that deals can give, beside ours.

    *cells*: bare numbers come from spreadsheet cells with up to six decimals. *tester*: figures that need the
    tester's ticks are left out.
    """
    found = []
    for name, text in figures.items():
        key = canonical(name)
        compute = FIGURES.get(key)
        if compute is None or (tester and key in _FROM_TICKS) or not numbers_in(text):
            continue
        found.append(compare(name, text, compute(inputs), cells=cells))
    return tuple(found)


def compare(name: str, text: str, computed: tuple[float, ...], *, cells: bool) -> Figure:
    """A stated figure beside ours, written with the same layout and decimals."""
    printed = _NUMBER.findall(text)
    bare = cells and len(printed) == 1 and _NUMBER.fullmatch(text.strip()) is not None
    match = len(computed) >= len(printed)
    ours = list(computed[: len(printed)])
    for stated, value in zip(printed, ours, strict=False):
        decimals = _CELL_DIGITS if bare else _decimals(stated)
        match = match and _equal(float(_plain(stated)), value, decimals)
    written = iter(ours)
    layout = _NUMBER.sub(lambda found: _written(found[0], next(written, math.nan)), text)
    if not match and layout == text:
        layout = _rounded(ours[0], _CELL_DIGITS) if ours else "–"
    return Figure(name, text, layout, match)


def _decimals(text: str) -> int:
    plain = _plain(text)
    return len(plain.split(".")[1]) if "." in plain else 0


def _equal(stated: float, computed: float, decimals: int) -> bool:
    """Whether *computed* rounds to *stated*; an exact tie may have been rounded either way."""
    if math.isnan(computed):
        return False
    half = 0.5 * 10.0**-decimals
    return abs(stated - computed) <= half * (1 + 1e-6) + abs(computed) * 1e-12


def _rounded(value: float, decimals: int) -> str:
    if math.isnan(value):
        return "–"
    return str(Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def _written(stated: str, value: float) -> str:
    text = _rounded(value, _decimals(stated))
    whole, point, fraction = text.partition(".")
    if " " in stated or "\u00a0" in stated:
        sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
        whole = sign + f"{int(digits):,}".replace(",", " ")
    return whole + point + fraction
