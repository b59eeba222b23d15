"""A MetaTrader 5 strategy tester report, once it is rows: the same for HTML and XLSX."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.calc.pairing import pair
from services.errors import UnreadableFileError
from services.importers._figures import plain_figure, read_figures
from services.importers._mt5_account import account_row
from services.importers._mt5_history import opening_balance
from services.importers._mt5_rows import cells_for, read_deals
from services.importers._sections import Layout, Section, take_apart
from services.importers._synonyms import TESTER_TITLES, folded, meanings
from services.model import TradeMode
from services.statement import StatedAccount, Statement, StatementKind

if TYPE_CHECKING:
    from services.importers._grid import Grid

NO_CURRENCY = "XXX"
_TITLE_ROWS = 6
_CODE = re.compile("[A-Z]{3,4}")
_LEVERAGE = re.compile(r"\d+\s*:\s*(\d{1,6})")
_NAMES = meanings("tester")
_FROM_START = ("expert", "symbol", "period")
_FROM_END = ("leverage", "deposit", "currency", "company")


@dataclass(slots=True)
class _Settings:
    rows: list[tuple[str, str]]
    end: int

    def named(self) -> dict[str, str]:
        """The settings whose names are known, else by their place, which is the same in every language."""
        labelled = [(label, value) for label, value in self.rows if label]
        by_place = dict(zip(_FROM_START, (value for _, value in labelled), strict=False))
        by_place |= dict(zip(_FROM_END, (value for _, value in reversed(labelled)), strict=False))
        return by_place | {
            _NAMES[folded(label)]: value for label, value in labelled if folded(label) in _NAMES
        }


def is_tester(grid: Grid) -> bool:
    """Whether *grid* is a report of the MetaTrader 5 strategy tester."""
    if account_row(grid) is not None:
        return False
    head = " ".join(cell for row in grid.rows[:_TITLE_ROWS] for cell in row) + " " + grid.heading
    has_title = any(title in head.lower() for title in TESTER_TITLES)
    settings = _settings(grid)
    return has_title and len(settings.rows) > len(_FROM_END)


def read_tester(grid: Grid, name: str) -> tuple[Statement, ...]:
    """The statement in *grid*; *name* is the format's."""
    layout = take_apart(grid)
    table = layout.table(Section.DEALS)
    if table is None:
        raise UnreadableFileError(
            "The tester report has no table of deals; save the whole report of one pass."
        )
    cells = cells_for(layout.tables)
    deals = read_deals(table, cells)
    if not any(stated.deal.is_trade for stated in deals):
        raise UnreadableFileError("The tester report holds no deals: the test did not trade.")
    settings = _settings(grid)
    figures, unknown = read_figures(_results(layout, settings), grid.container)
    account = _account(settings, cells.warnings)
    deposit = plain_figure(settings.named().get("deposit", ""), grid.container)
    if unknown:
        cells.warnings.append(f"These figures are in no known language: {', '.join(unknown)}.")
    paired = pair(deals, (), (), None)
    return (
        Statement(
            format=name,
            kind=StatementKind.MT5_TESTER,
            account=account,
            deals=paired.deals,
            figures={"Initial Deposit": deposit} | figures,
            opening_balance=opening_balance(deals),
            pairing_inferred=True,
            warnings=tuple(cells.warnings),
            problems=paired.problems,
        ),
    )


def _settings(grid: Grid) -> _Settings:
    found: list[tuple[str, str]] = []
    for number, row in zip(grid.numbers, grid.rows, strict=True):
        filled = [cell for cell in row if cell]
        if len(filled) == 2 and filled[0][-1] in ":\uff1a":  # noqa: PLR2004 - a label and its value
            found.append((filled[0], filled[1]))
        elif len(filled) == 1 and found and not row[0]:
            found.append(("", filled[0]))
        elif found and filled and filled[0][-1] not in ":\uff1a":
            return _Settings(found, number)
    return _Settings(found, 0)


def _results(layout: Layout, settings: _Settings) -> list[list[str]]:
    return [row for number, row in layout.loose if number > settings.end]


def _account(settings: _Settings, warnings: list[str]) -> StatedAccount:
    named = settings.named()
    deposit = named.get("deposit", "").replace(" ", "").rstrip("0").rstrip(".,")
    inputs = [value for _, value in settings.rows if "=" in value]
    parts = [*(named.get(key, "") for key in _FROM_START), *inputs, deposit, named.get("leverage", "")]
    currency = named.get("currency", "")
    if _CODE.fullmatch(currency) is None:
        warnings.append(
            f"The test counts in {currency or 'no currency'!r}, which is not money of any currency."
        )
        currency = NO_CURRENCY
    leverage = _LEVERAGE.fullmatch(named.get("leverage", ""))
    return StatedAccount(
        login="tester-" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:10],
        currency=currency,
        name=f"{named.get('expert', '')} {named.get('symbol', '')} tester".strip(),
        server="Strategy Tester",
        company=named.get("company", ""),
        trade_mode=TradeMode.DEMO,
        leverage=int(leverage[1]) if leverage else None,
    )
