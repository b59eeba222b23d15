"""Results of trades to growth and falls of the balance that they alone move: many accounts at once."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from services.calc.many_returns_kernel import many_return_statistics
from services.calc.many_trades_kernel import blocks
from services.calc.statistics import DrawdownStatistics

if TYPE_CHECKING:
    from typing import TypeAlias

    from numpy.typing import NDArray

    from services.calc.statistics import ReturnStatistics

    Floats: TypeAlias = NDArray[np.float64]
    Numbers: TypeAlias = dict[str, Floats]

LEAST_TRADES = 2


def many_curve_statistics(
    net: Floats, offsets: NDArray[np.intp], start: Floats
) -> tuple[ReturnStatistics, DrawdownStatistics]:
    """Growth of each trade on the balance before it, and falls of the balance; shape (accounts,).

    Account i starts with start[i] and has the results from offsets[i] up to offsets[i + 1]. Steps are not
    annualised, their deviation is that of all of them, as on the mt5 basis; a balance of 0 has no growth.
    """
    accounts = offsets.size - 1
    growths = np.empty(net.size)
    falls = {field.name: np.full(accounts, np.nan) for field in fields(DrawdownStatistics)}
    held = np.flatnonzero(np.diff(offsets))
    edges = np.append(offsets[:-1][held], offsets[-1])
    for first, last in blocks(edges):
        rows = slice(int(edges[first]), int(edges[last]))
        starts = start[held[first:last]]
        local = edges[first : last + 1] - edges[first]
        numbers = _numbers(net[rows], local, starts, growths[rows])
        for name, values in numbers.items():
            falls[name][held[first:last]] = values
    returns = many_return_statistics(growths, offsets, per_year=1.0, days=np.nan, ddof=0, least=LEAST_TRADES)
    return returns, DrawdownStatistics(**falls)


def _numbers(net: Floats, edges: NDArray[np.intp], start: Floats, growth: Floats) -> Numbers:
    """The falls of whole accounts, none of them without a trade; *growth* is filled."""
    balance, peak = np.empty(net.size), np.empty(net.size)
    for number, (first, last) in enumerate(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)):
        one = slice(first, last)
        np.cumsum(net[one], out=balance[one])
        balance[one] += start[number]
        np.maximum.accumulate(balance[one], out=peak[one])
        np.maximum(peak[one], start[number], out=peak[one])
    starts = edges[:-1]
    before = np.empty(net.size)
    before[1:] = balance[:-1]
    before[starts] = start
    with np.errstate(divide="ignore", invalid="ignore"):
        np.divide(net, before, out=growth)
    if not before.all():
        growth[before == 0] = np.nan
    return _falls(balance, peak, starts, start)


def _falls(balance: Floats, peak: Floats, starts: NDArray[np.intp], start: Floats) -> Numbers:
    """Largest fall in money and as a fraction, each with the other at its place; positive."""
    sizes = np.diff(starts, append=balance.size)
    money = peak - balance
    with np.errstate(divide="ignore", invalid="ignore"):
        fraction = money / peak
    if peak.min() <= 0:
        fraction[peak <= 0] = 0.0
    most_money, most = np.maximum.reduceat(money, starts), np.maximum.reduceat(fraction, starts)
    at_money = _first(money == np.repeat(most_money, sizes), starts)
    at_fraction = _first(fraction == np.repeat(most, sizes), starts)
    return {
        "balance": most,
        "balance_money": most_money,
        "balance_money_fraction": fraction[at_money],
        "balance_fraction_money": np.where(most > 0, money[at_fraction], 0.0),
        "absolute": np.maximum(start - np.minimum.reduceat(balance, starts), 0.0),
        "current": fraction[starts + sizes - 1],
    }


def _first(hits: NDArray[np.bool_], starts: NDArray[np.intp]) -> NDArray[np.intp]:
    """The first hit of each account; every account has one."""
    rows = np.flatnonzero(hits)
    found: NDArray[np.intp] = rows[np.searchsorted(rows, starts)]
    return found
