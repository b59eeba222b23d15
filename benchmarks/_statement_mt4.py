"""Look-alikes of the MetaTrader 4 statement: one table in an encoding nobody declares."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from benchmarks._statement_html import money

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from benchmarks._statement_rows import Header, Mt4Row

_SUMMARY = (
    ("Deposit/Withdrawal", "Credit Facility", ""),
    ("Closed Trade P/L", "Floating P/L", "Margin"),
    ("Balance", "Equity", "Free Margin"),
)
_DETAILS = (
    ("Gross Profit", "Gross Loss", "Total Net Profit"),
    ("Profit Factor", "Expected Payoff", ""),
    ("Absolute Drawdown", "Maximal Drawdown", "Relative Drawdown"),
    ("Total Trades", "Short Positions (won %)", "Long Positions (won %)"),
    ("", "Profit Trades (% of total)", "Loss trades (% of total)"),
)
_GROUPS = (
    ("Largest", "profit trade", "loss trade"),
    ("Average", "profit trade", "loss trade"),
    ("Maximum", "consecutive wins ($)", "consecutive losses ($)"),
    ("Maximal", "consecutive profit (count)", "consecutive loss (count)"),
    ("Average", "consecutive wins", "consecutive losses"),
)
_CLOSED = "Ticket|Open Time|Type|Size|Item|Price|S / L|T / P|Close Time|Price|Commission|Taxes|Swap|Profit"


def mt4_statement_html(
    rows: Sequence[Mt4Row],
    figures: Mapping[str, str],
    header: Header,
    *,
    digits: int = 2,
    encoding: str = "cp1252",
) -> bytes:
    """A statement; one with `Gross Profit` among its *figures* is a detailed one."""
    closed = [row for row in rows if row.close_time or row.type in ("balance", "credit")]
    parts = [
        f"<html>\n<head>\n<title>Statement: {header.login} - {escape(header.name)}</title>\n</head>\n<body>",
        f'<div align=center>\n<div style="font: 20pt Times"><b>{escape(header.company)}</b></div><br>',
        "<table cellspacing=1 cellpadding=3 border=0>",
        (
            f"<tr align=left><td colspan=2><b>Account: {header.login}</b></td>"
            f"<td colspan=5><b>Name: {header.name}</b></td>"
            f"<td colspan=2><b>Currency: {header.currency}</b></td><td colspan=2><b>Leverage: 1:100</b></td>"
            "<td colspan=3 align=right><b>2026 January 31, 18:00</b></td></tr>"
        ),
        _title("Closed Transactions:"),
        _headings(_CLOSED),
        *(_row(row, digits) for row in closed),
        "<tr align=right><td colspan=10>&nbsp;</td><td>0</td><td>0</td><td>0</td><td>0</td></tr>",
        "<tr><td colspan=12 align=right><b>Closed P/L:</b></td><td colspan=2>0</td></tr>",
        _title("Open Trades:"),
        _headings(_CLOSED.replace("Close Time", "&nbsp;")),
        *(_row(row, digits) for row in rows if row not in closed),
        _title("Working Orders:"),
        "<tr><td colspan=13 align=center>No transactions</td></tr>",
        _title("Summary:"),
        *(_figures(names, figures) for names in _SUMMARY),
        *(_detail(figures) if "Gross Profit" in figures else ()),
        "</table>\n</div></body></html>\n",
    ]
    return "\n".join(parts).encode(encoding)


def _title(text: str) -> str:
    return f"<tr align=left><td colspan=14><b>{text}</b></td></tr>"


def _headings(names: str) -> str:
    return (
        f'<tr align=center bgcolor="#C0C0C0">{"".join(f"<td>{name}</td>" for name in names.split("|"))}</tr>'
    )


def _amount(value: Decimal, digits: int) -> str:
    return money(value) if digits else f"{value:,.0f}".replace(",", " ")


def _row(row: Mt4Row, digits: int) -> str:
    title = f' title="{escape(row.note)}"' if row.note else ""
    start = f"<tr align=right><td{title}>{row.ticket}</td><td nowrap>{row.time}</td><td>{row.type}</td>"
    if row.type in ("balance", "credit"):
        amount = _amount(row.profit, digits)
        return f"{start}<td colspan=10 align=left>{escape(row.note)}</td><td class=mspt>{amount}</td></tr>"
    cells = [
        row.volume,
        row.symbol.lower(),
        row.price,
        "0.00",
        "0.00",
        row.close_time or "&nbsp;",
        row.close_price,
    ]
    body = "".join(f"<td class=mspt>{cell}</td>" for cell in cells)
    if row.note.endswith("cancelled"):
        return f"{start}{body}<td colspan=4>cancelled</td></tr>"
    sums = (row.commission, row.taxes, row.swap, row.profit)
    return start + body + "".join(f"<td class=mspt>{_amount(value, digits)}</td>" for value in sums) + "</tr>"


def _figures(names: Sequence[str], figures: Mapping[str, str]) -> str:
    cells = [
        f"<td colspan=2><b>{name}:</b></td><td colspan=2><b>{figures.get(name, '0.00')}</b></td>"
        for name in names
        if name
    ]
    return f"<tr align=right>{''.join(cells)}</tr>"


def _detail(figures: Mapping[str, str]) -> list[str]:
    rows = [_title("Details:"), *(_figures(names, figures) for names in _DETAILS)]
    for group, *labels in _GROUPS:
        cells = [
            f"<td colspan=4 align=right>{label}:</td><td>{figures.get(f'{group} {label}', '0')}</td>"
            for label in labels
        ]
        rows.append(f"<tr align=right><td colspan=2><b>{group}</b></td>{''.join(cells)}</tr>")
    return rows
