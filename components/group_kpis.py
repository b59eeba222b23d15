"""Key figures of several accounts as one: their state now, then the period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from components import format as fmt
from components.kpi import Kpi, metric_kpi, plain_kpi

if TYPE_CHECKING:
    from services.combining import CombinedPage
    from services.metrics import MetricValue

LABELS = ("Equity", "Today", "Return", "Win rate", "Profit factor", "Max drawdown")
SHOWN = ("total_return_twr", "win_rate", "profit_factor")
EQUITY = "Balance, credit and the floating profit of open positions of all accounts together."
TODAY = "Change of equity since the day began, deposits and withdrawals left out, at the newest rates."


def group_kpis(answer: CombinedPage) -> list[Kpi]:
    """Equity and today first, then four metrics; the reason instead where money cannot be added up."""
    together, values = answer.together, {value.metric.name: value for value in answer.together.net}
    if not values:
        return [plain_kpi(label, fmt.UNDEFINED, together.not_added, tone="faint") for label in LABELS]
    digits, currency = together.currency_digits, together.currency
    fall = values["max_drawdown"]
    chosen = [values[name] for name in SHOWN]
    chosen.append(fall if fall.is_defined else values["max_balance_drawdown"])
    cards = [metric_kpi(value, currency, digits) for value in chosen]
    return [_capital(values, currency, digits), _today(answer), *cards]


def _capital(values: dict[str, MetricValue], currency: str, digits: int) -> Kpi:
    """Equity, or the balance by its name where nobody recorded the equity of every account."""
    equity, balance = values["equity"], values["balance"]
    floating = fmt.money(values["floating_pnl"].value, digits, sign=True)
    if not equity.is_defined:
        text = fmt.compact_money(balance.value, digits)
        return plain_kpi("Balance", text, "equity is unknown", unit=currency, meaning=equity.reason)
    text = fmt.compact_money(equity.value, digits)
    return plain_kpi("Equity", text, f"floating {floating}", unit=currency, meaning=EQUITY)


def _today(answer: CombinedPage) -> Kpi:
    trades = sum(item.pnl.trades_today for item in answer.overview.accounts)
    wins = sum(item.pnl.wins_today for item in answer.overview.accounts)
    return plain_kpi(
        "Today",
        fmt.money(answer.today, answer.together.currency_digits, sign=True),
        f"{fmt.count(trades)} trades · {fmt.count(wins)} won",
        unit=answer.together.currency,
        tone=fmt.tone(answer.today),
        meaning=TODAY,
    )
