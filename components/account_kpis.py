"""An account's key figures: its state now, then its period."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from components import format as fmt
from components.kpi import Kpi, metric_kpi, plain_kpi
from components.live import moving, moving_gain, moving_today

if TYPE_CHECKING:
    from services.answers import AccountPage, LivePnl

SHOWN = ("total_return_twr", "win_rate", "profit_factor", "max_drawdown")


def account_kpis(answer: AccountPage) -> list[Kpi]:
    """Equity and today first, then four metrics of the period."""
    account, pnl = answer.account, answer.pnl
    digits, currency = account.currency_digits, account.currency
    by_name = {value.metric.name: value for value in answer.net}
    chosen = [by_name[name] for name in SHOWN if name in by_name]
    if not by_name["max_drawdown"].is_defined:
        chosen[-1] = by_name["max_balance_drawdown"]
    return [_equity_kpi(pnl), _today_kpi(pnl), *(metric_kpi(value, currency, digits) for value in chosen)]


def _equity_kpi(pnl: LivePnl) -> Kpi:
    digits = pnl.account.currency_digits
    account_id, value = pnl.account.id, fmt.compact_money(pnl.state.equity, digits)
    card = plain_kpi(
        "Equity",
        value,
        "",
        unit=pnl.account.currency,
        meaning=f"Balance, credit and the floating profit of open positions; source: {pnl.state.source}.",
    )
    note = ["floating ", moving_gain(account_id, "floating_sum", pnl.state.floating, digits)]
    return replace(card, figure=moving(f"{account_id}/equity_compact", value), note_parts=note)


def _today_kpi(pnl: LivePnl) -> Kpi:
    digits = pnl.account.currency_digits
    card = plain_kpi(
        "Today",
        fmt.money(pnl.daily_change, digits, sign=True),
        f"{fmt.count(pnl.trades_today)} trades · {fmt.count(pnl.wins_today)} won",
        unit=pnl.account.currency,
        tone=fmt.tone(pnl.daily_change),
        meaning="Change of equity since the server's day began, deposits and withdrawals left out.",
    )
    return replace(card, figure=moving_today(pnl))
