"""Plain values that look-alike statement files are written from."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

_ZERO = Decimal(0)


class DealRow(NamedTuple):
    """A row of the deals table; a balance operation has no direction, volume, price and order."""

    time: str
    deal: int
    symbol: str
    type: str
    direction: str
    volume: str
    price: str
    order: int | None
    commission: Decimal
    fee: Decimal
    swap: Decimal
    profit: Decimal
    balance: Decimal
    comment: str = ""

    @property
    def cash(self) -> Decimal:
        """What the row adds to the balance."""
        return self.commission + self.fee + self.swap + self.profit


class PositionRow(NamedTuple):
    """A row of the closed positions."""

    time: str
    position: int
    symbol: str
    type: str
    volume: str
    price: str
    sl: str
    tp: str
    close_time: str
    close_price: str
    commission: Decimal
    swap: Decimal
    profit: Decimal


class OpenRow(NamedTuple):
    """A row of the open positions."""

    time: str
    position: int
    symbol: str
    type: str
    volume: str
    price: str
    sl: str
    tp: str
    market_price: str
    swap: Decimal
    profit: Decimal
    comment: str = ""


class Mt4Row(NamedTuple):
    """A row of a MetaTrader 4 statement; an empty closing time makes it an open trade."""

    ticket: int
    time: str
    type: str
    volume: str
    symbol: str
    price: str
    close_time: str
    close_price: str
    commission: Decimal
    taxes: Decimal
    swap: Decimal
    profit: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """The account of a report as its head names it."""

    login: str = "70000001"
    name: str = "Look Alike"
    company: str = "Example Markets Ltd"
    currency: str = "USD"
    server: str = "Example-Demo"
    mode: str = "demo"
    margin: str = "Hedge"
    date: str = "2026.01.31 18:00"

    @property
    def account(self) -> str:
        """`login (currency, server, mode, margin)`."""
        return f"{self.login} ({self.currency}, {self.server}, {self.mode}, {self.margin})"


@dataclass(slots=True)
class Ledger:
    """Everything a history report is written from; `figures` are the printed ones by name."""

    deals: list[DealRow]
    positions: list[PositionRow] = field(default_factory=list)
    open_rows: list[OpenRow] = field(default_factory=list)
    figures: dict[str, str] = field(default_factory=dict)
    header: Header = field(default_factory=Header)

    def total(self, name: str) -> Decimal:
        """Sum of a money column of the deals."""
        return sum((getattr(deal, name) for deal in self.deals), _ZERO)


HISTORY_TITLE = "Trade History Report"
TESTER_TITLE = "Strategy Tester Report"
POSITION_HEADINGS = (
    "Time", "Position", "Symbol", "Type", "Volume", "Price", "S / L", "T / P", "Time", "Price", "Commission",
    "Swap", "Profit",
)  # fmt: skip
ORDER_HEADINGS = (
    "Open Time", "Order", "Symbol", "Type", "Volume", "Price", "S / L", "T / P", "Time", "State", "Comment",
)  # fmt: skip
DEAL_HEADINGS = (
    "Time", "Deal", "Symbol", "Type", "Direction", "Volume", "Price", "Order", "Commission", "Fee", "Swap",
    "Profit", "Balance", "Comment",
)  # fmt: skip
OPEN_HEADINGS = (
    "Time", "Position", "Symbol", "Type", "Volume", "Price", "S / L", "T / P", "Market Price", "Swap",
    "Profit", "Comment",
)  # fmt: skip
BALANCE_ROWS = (
    ("Balance", "Free Margin"),
    ("Credit Facility", "Margin"),
    ("Floating P/L", "Margin Level"),
    ("Equity", ""),
)
RESULT_ROWS = (
    ("Total Net Profit", "Gross Profit", "Gross Loss"),
    ("Profit Factor", "Expected Payoff", ""),
    ("Recovery Factor", "Sharpe Ratio", ""),
    ("Balance Drawdown Absolute", "Balance Drawdown Maximal", "Balance Drawdown Relative"),
    ("Total Trades", "Short Trades (won %)", "Long Trades (won %)"),
    ("", "Profit Trades (% of total)", "Loss Trades (% of total)"),
    ("", "Largest profit trade", "Largest loss trade"),
    ("", "Average profit trade", "Average loss trade"),
    ("", "Maximum consecutive wins ($)", "Maximum consecutive losses ($)"),
    ("", "Maximal consecutive profit (count)", "Maximal consecutive loss (count)"),
    ("", "Average consecutive wins", "Average consecutive losses"),
)
