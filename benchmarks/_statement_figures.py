"""The figures of a history report, from its rows: written down apart from the product, to test it by."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from statistics import fmean, pstdev
from typing import TYPE_CHECKING

from benchmarks._statement_html import money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks._statement_rows import DealRow, Ledger

_ZERO = Decimal(0)
MONEY_DIGITS = 2


def stated_figures(ledger: Ledger, *, digits: int = 2) -> dict[str, str]:
    """All 32 figures as the terminal prints them; margin is taken as nothing.

    Ratios and averages have *digits* decimals: 2 on the page, 6 in a workbook's cells.
    """
    trades = [deal for deal in ledger.deals if deal.type in ("buy", "sell")]
    exits = [deal for deal in trades if deal.direction != "in"]
    if not exits:
        return _state(ledger)
    return (
        _state(ledger)
        | _totals(trades, exits, digits)
        | _drawdown(ledger, trades, digits)
        | _counts(exits, trades, digits)
        | _runs(exits)
    )


def _state(ledger: Ledger) -> dict[str, str]:
    balance = ledger.deals[-1].balance
    floating = sum((row.profit for row in ledger.open_rows), _ZERO)
    equity = balance + floating + sum((row.swap for row in ledger.open_rows), _ZERO)
    zero = money(_ZERO)
    return {
        "Balance": money(balance),
        "Free Margin": money(equity),
        "Credit Facility": zero,
        "Margin": zero,
        "Floating P/L": money(floating),
        "Margin Level": "0.00%",
        "Equity": money(equity),
    }


def _gross(deals: Sequence[DealRow]) -> tuple[Decimal, Decimal]:
    cash = [deal.cash for deal in deals]
    return sum((x for x in cash if x > 0), _ZERO), sum((x for x in cash if x < 0), _ZERO)


def _totals(trades: Sequence[DealRow], exits: Sequence[DealRow], digits: int) -> dict[str, str]:
    profit, loss = _gross(trades)
    return {
        "Total Net Profit": money(profit + loss),
        "Gross Profit": money(profit),
        "Gross Loss": money(loss),
        "Profit Factor": _rounded(profit / -loss if loss else _ZERO, digits),
        "Expected Payoff": _rounded((profit + loss) / len(exits), digits),
    }


def _rounded(value: Decimal, digits: int) -> str:
    exact = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return money(exact) if digits == MONEY_DIGITS else f"{exact:f}"


def _drawdown(ledger: Ledger, trades: Sequence[DealRow], digits: int) -> dict[str, str]:
    start = next(deal.cash for deal in ledger.deals if deal.type == "balance")
    value = peak = low = start
    worst = deepest = (_ZERO, _ZERO)
    growth = []
    for deal in ledger.deals:
        if deal.type == "balance":
            continue
        before, value = value, value + deal.cash
        if deal.type in ("buy", "sell") and deal.direction != "in":
            growth.append(float(value / before))
        peak, low = max(peak, value), min(low, value)
        drop = (peak - value, (peak - value) / peak)
        worst, deepest = max(worst, drop), max(deepest, (drop[1], drop[0]))
    net = sum((deal.cash for deal in trades), _ZERO)
    spread = pstdev(growth)
    return {
        "Recovery Factor": _rounded(net / worst[0] if worst[0] else _ZERO, digits),
        "Sharpe Ratio": f"{(fmean(growth) - 1) / spread if spread else 0.0:.{digits}f}",
        "Balance Drawdown Absolute": money(start - low),
        "Balance Drawdown Maximal": f"{money(worst[0])} ({worst[1] * 100:.2f}%)",
        "Balance Drawdown Relative": f"{deepest[0] * 100:.2f}% ({money(deepest[1])})",
    }


def _share(part: int, whole: int) -> str:
    return f"{part} ({100 * part / whole if whole else 0:.2f}%)"


def _won(deals: Sequence[DealRow]) -> str:
    won = sum(deal.cash >= 0 for deal in deals)
    return f"{len(deals)} ({100 * won / len(deals) if deals else 0:.2f}%)"


def _counts(exits: Sequence[DealRow], trades: Sequence[DealRow], digits: int) -> dict[str, str]:
    wins = [deal.cash for deal in exits if deal.cash >= 0]
    losses = [deal.cash for deal in exits if deal.cash < 0]
    profit, loss = _gross(trades)
    return {
        "Total Trades": str(len(exits)),
        "Short Trades (won %)": _won([deal for deal in exits if deal.type == "buy"]),
        "Long Trades (won %)": _won([deal for deal in exits if deal.type == "sell"]),
        "Profit Trades (% of total)": _share(len(wins), len(exits)),
        "Loss Trades (% of total)": _share(len(losses), len(exits)),
        "Largest profit trade": money(max(wins, default=_ZERO)),
        "Largest loss trade": money(min(losses, default=_ZERO)),
        "Average profit trade": _rounded(profit / len(wins), digits) if wins else "0.00",
        "Average loss trade": _rounded(loss / len(losses), digits) if losses else "0.00",
    }


def _runs(exits: Sequence[DealRow]) -> dict[str, str]:
    runs: dict[bool, list[tuple[int, Decimal]]] = {True: [], False: []}
    for won, group in groupby(exits, key=lambda deal: deal.cash >= 0):
        cash = [deal.cash for deal in group]
        runs[won].append((len(cash), sum(cash, _ZERO)))
    found: dict[str, str] = {}
    for won, plural, singular in ((True, "wins", "profit"), (False, "losses", "loss")):
        group_runs = runs[won] or [(0, _ZERO)]
        longest = max(group_runs, key=lambda run: (run[0], abs(run[1])))
        richest = max(group_runs, key=lambda run: abs(run[1]))
        mean = Decimal(sum(count for count, _ in group_runs)) / len(group_runs)
        found |= {
            f"Maximum consecutive {plural} ($)": f"{longest[0]} ({money(longest[1])})",
            f"Maximal consecutive {singular} (count)": f"{money(richest[1])} ({richest[0]})",
            f"Average consecutive {plural}": str(mean.quantize(Decimal(1), ROUND_HALF_UP)),
        }
    return found
