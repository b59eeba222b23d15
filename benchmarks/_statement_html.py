"""Look-alikes of the terminal's HTML: UTF-16, one table, hidden cells, wide cells."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from benchmarks._statement_rows import (
    BALANCE_ROWS,
    DEAL_HEADINGS,
    HISTORY_TITLE,
    OPEN_HEADINGS,
    ORDER_HEADINGS,
    POSITION_HEADINGS,
    RESULT_ROWS,
    TESTER_TITLE,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from benchmarks._statement_rows import Ledger

_COLORS = ("#FFFFFF", "#F7F7F7")
_HIDDEN = '<td class="hidden" colspan="8"></td>'


def money(value: Decimal) -> str:
    """A sum as the terminal prints it: two digits, thousands apart by a space."""
    return f"{value:,.2f}".replace(",", " ")


def page(title: str, rows: Iterable[str]) -> bytes:
    """A page of one table."""
    lines = [
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">',
        f"<html>\n<head>\n<title>{escape(title)}</title>",
        '<meta name="generator" content="client terminal">\n<style>.hidden {display: none}</style>\n</head>',
        '<body>\n<div align="center">\n<table cellspacing="1" cellpadding="3" border="0">',
        *rows,
        "</table>\n</div>\n</body>\n</html>\n",
    ]
    return b"\xff\xfe" + "\n".join(lines).replace("\n", "\r\n").encode("utf-16-le")


def _title(text: str, *, span: int = 14) -> str:
    return f'<tr align="center"><th colspan="{span}" style="height: 25px"><div><b>{text}</b></div></th></tr>'


def _label(name: str, value: str) -> str:
    return (
        f'<tr align="left"><th colspan="4" nowrap align="right">{name}:</th>'
        f'<th colspan="10" nowrap align="left"><b>{escape(value).replace(" ", "&nbsp;")}</b></th></tr>'
    )


def _headings(names: Sequence[str], wide: int = -1) -> str:
    cells = [
        f"<td nowrap{' colspan=2' if index == wide else ''}><b>{name}</b></td>"
        for index, name in enumerate(names)
    ]
    return f'<tr align="center" bgcolor="#E5F0FC">{"".join(cells)}</tr>'


def _row(index: int, cells: Iterable[str]) -> str:
    return f'<tr bgcolor="{_COLORS[index % 2]}" align="right">{"".join(cells)}</tr>'


def _cell(value: object) -> str:
    return f"<td>{escape(str(value))}</td>"


def mt5_history_html(ledger: Ledger) -> bytes:
    """A history report with every table the terminal writes."""
    head = ledger.header
    rows = [
        _title(HISTORY_TITLE),
        _label("Name", head.name),
        _label("Account", head.account),
        _label("Company", head.company),
        _label("Date", head.date),
        _title("Positions"),
        _headings(POSITION_HEADINGS, wide=12),
    ]
    for index, item in enumerate(ledger.positions):
        cells = [_cell(value) for value in item[:10]] + [_cell(money(value)) for value in item[10:12]]
        profit = f'<td colspan="2">{money(item.profit)}</td>'
        rows.append(_row(index, [*cells[:4], _HIDDEN, *cells[4:], profit]))
    rows += [_title("Orders"), _headings(ORDER_HEADINGS), *_orders(ledger)]
    rows += [_title("Deals"), _headings((*DEAL_HEADINGS[:8], "Cost", *DEAL_HEADINGS[8:]))]
    rows += deal_rows(ledger, has_cost=True)
    if ledger.open_rows:
        rows += [_title("Open Positions"), _headings(OPEN_HEADINGS)]
        for index, held in enumerate(ledger.open_rows):
            cells = [_cell(value) for value in held[:9]] + [_cell(money(value)) for value in held[9:11]]
            rows.append(_row(index, [*cells[:4], _HIDDEN, *cells[4:], _cell(held.comment)]))
    rows += [_figure_row(labels, ledger.figures) for labels in BALANCE_ROWS]
    rows.append(_title("Results"))
    rows += [_figure_row(labels, ledger.figures) for labels in RESULT_ROWS]
    return page(f"{head.login}: {head.name} - {HISTORY_TITLE}", rows)


def _orders(ledger: Ledger) -> Iterable[str]:
    for index, deal in enumerate(ledger.deals):
        if deal.order is not None:
            size = f"{deal.volume} / {deal.volume}"
            values = (
                deal.time,
                deal.order,
                deal.symbol,
                deal.type,
                size,
                "market",
                "",
                "",
                deal.time,
                "filled",
                "",
            )
            yield _row(index, map(_cell, values))


def deal_rows(ledger: Ledger, *, has_cost: bool, has_fee: bool = True) -> Iterable[str]:
    """The rows of the deals table and its totals."""
    for index, deal in enumerate(ledger.deals):
        start = [_cell("" if value is None else value) for value in deal[:8]]
        sums = [deal.commission, *([deal.fee] if has_fee else []), deal.swap, deal.profit, deal.balance]
        cost = [_cell("")] if has_cost else []
        yield _row(index, [*start, *cost, *(_cell(money(value)) for value in sums), _cell(deal.comment)])
    names = ("commission", "fee", "swap", "profit") if has_fee else ("commission", "swap", "profit")
    totals = "".join(f"<td><b>{money(ledger.total(name))}</b></td>" for name in names)
    yield f'<tr align="right"><td colspan="{9 if has_cost else 8}"></td>{totals}<td></td><td></td></tr>'


def _figure_row(labels: Sequence[str], figures: dict[str, str]) -> str:
    cells = []
    for label in labels:
        if label in figures:
            cells.append(f'<td colspan="3" nowrap>{label}:</td><td nowrap><b>{figures[label]}</b></td>')
        else:
            cells.append('<td colspan="4"></td>')
    return f'<tr align="right">{"".join(cells)}</tr>'


def mt5_tester_html(ledger: Ledger, settings: Sequence[tuple[str, str]]) -> bytes:
    """A strategy tester report; a setting without a name continues the one above."""
    rows = [_title(TESTER_TITLE), _title("Example-Demo (Build 5000)"), _title("Settings")]
    rows += [_label(name, value).replace(">:<", "><") for name, value in settings]
    rows.append(_title("Results"))
    rows += [_figure_row(labels, ledger.figures) for labels in RESULT_ROWS]
    rows += [_title("Orders"), _headings(ORDER_HEADINGS), *_orders(ledger), _title("Deals")]
    rows.append(_headings(tuple(name for name in DEAL_HEADINGS if name != "Fee")))
    rows += deal_rows(ledger, has_cost=False, has_fee=False)
    return page(TESTER_TITLE, rows)
