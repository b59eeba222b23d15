"""A report with every kind of part, and what a stranger might put into its texts."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import numpy as np

from services.exports import Chart, Column, Document, Fact, Facts, Kind, Line, Mark, Table, Text

NOON = datetime(2026, 3, 29, 12, tzinfo=UTC)
SYMBOLS = (
    Column("symbol", "Symbol", Kind.TEXT),
    Column("trades", "Trades", Kind.INTEGER),
    Column("share", "Share", Kind.FRACTION),
    Column("net_profit", "Net profit", Kind.MONEY, 2),
    Column("held", "Average holding time", Kind.SECONDS),
    Column("last", "Last exit", Kind.TIME),
    Column("day", "Day", Kind.DATE),
    Column("price", "Price", Kind.NUMBER, 5),
)
ROWS = [
    ["EURUSD", 3, 0.25, Decimal("-1598.66"), 9_650, NOON, NOON.date(), Decimal("1.1")],
    ["USDJPY", 12_000, 0.75, Decimal("1284402.55"), 12, NOON, NOON.date(), Decimal("151.25")],
    ["XAUUSD", 0, float("nan"), None, None, None, None, None],
]
FACTS = (
    Fact("net_profit", "Net profit", Decimal("1282803.89"), Kind.MONEY, 2, "USD", "12,003 trades"),
    Fact("win_rate", "Win rate", 0.4916, Kind.FRACTION),
    Fact("sharpe_ratio", "Sharpe ratio", None, Kind.NUMBER, 2, note="Fewer than 20 days."),
)
TIMES = np.arange("2026-01-01", "2026-04-01", dtype="datetime64[D]").astype("datetime64[us]")
EQUITY = 10_000 + 50 * np.sin(np.arange(TIMES.size) / 5)
PAYLOADS = (
    '<img src="http://127.0.0.1:{port}/a.png">',
    '<img src="file:///etc/passwd">',
    '<img src="/etc/passwd">',
    '<link rel="stylesheet" href="http://127.0.0.1:{port}/b.css">',
    '<style>@import url("http://127.0.0.1:{port}/c.css");</style>',
    '<style>@font-face {{ font-family: x; src: url("http://127.0.0.1:{port}/d.ttf") }}</style>',
    '<div style="background-image: url(http://127.0.0.1:{port}/e.png)">x</div>',
    '<iframe src="http://127.0.0.1:{port}/f"></iframe>',
    '<script>fetch("http://127.0.0.1:{port}/g")</script>',
    '<object data="http://127.0.0.1:{port}/h.svg"></object>',
    '<pdf:include src="http://127.0.0.1:{port}/i.html"/>',
    '<svg><image href="http://127.0.0.1:{port}/j.png"/></svg>',
    '"><img src=x onerror="location=\'http://127.0.0.1:{port}/k\'">',
)


def sample(*texts: str, rows: int = 0, title: str = "Monthly report") -> Document:
    """The report; *texts* stand wherever a text can stand, *rows* more make its table a long one."""
    word = " ".join(texts) or "Deposits are never profit."
    many = [[f"S{number}", 1, 0.0, Decimal(number), 1, NOON, NOON.date(), None] for number in range(rows)]
    named = [[f"{word} {row[0]}", *row[1:]] for row in ROWS] if texts else ROWS
    return Document(
        "monthly",
        title,
        f"March 2026 {' '.join(texts)}".strip(),
        (
            Fact("accounts", "Accounts", f"Demo 238 {' '.join(texts)}".strip()),
            Fact("period", "Period", "1 Mar 2026 – 31 Mar 2026"),
            Fact("zone", "Zone", "Europe/Berlin"),
            Fact("generated_at", "Generated at", NOON, Kind.TIME),
        ),
        (
            Facts("key_figures", "Key figures", FACTS),
            Chart(
                "equity",
                f"Equity {' '.join(texts)}".strip(),
                TIMES,
                (Line(word, EQUITY), Line("Balance", EQUITY - 5, "muted", Mark.DASHED)),
                word,
                Kind.MONEY,
                2,
                "USD",
                (Line("Drawdown", EQUITY / EQUITY.max() - 1, "loss", Mark.AREA),),
            ),
            Chart(
                "months",
                "By month",
                ("Jan", "Feb", f"Mar{' '.join(texts)}"),
                (Line("Net profit", np.array([5.0, -3.0, np.nan]), "signed", Mark.BAR),),
                "Best month Jan.",
                Kind.MONEY,
            ),
            Table(
                "symbols",
                "By symbol",
                SYMBOLS,
                [*named, *many],
                size=len(ROWS) + rows,
                totals=["Together", 12_003, 1.0, Decimal("1282803.89"), None, None, None, None],
                note=word,
            ),
            Text("remarks", "Remarks", (word,)),
        ),
        zone="Europe/Berlin",
        footnotes=(word,),
    )
