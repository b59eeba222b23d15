"""What stands behind the rows of a tax year: washes, open lots, a broker's 1099, decisions, accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.exports import Column, Kind, Table
from services.reports._tax_rows import american

if TYPE_CHECKING:
    from services.tax.year import TaxYear

TEXT, MONEY, NUMBER, INTEGER = Kind.TEXT, Kind.MONEY, Kind.NUMBER, Kind.INTEGER


def washes_part(found: TaxYear) -> Table:
    """Which purchase washed which loss."""
    columns = (
        Column("symbol", "Symbol", TEXT),
        Column("sold", "Loss of", TEXT),
        Column("loss_account", "Account", TEXT),
        Column("loss_lot", "Lot", TEXT),
        Column("quantity", "Shares", NUMBER),
        Column("disallowed", "Denied", MONEY, 2),
        Column("replacement_acquired", "Replaced on", TEXT),
        Column("replacement_account", "In", TEXT),
        Column("replacement_lot", "By lot", TEXT),
        Column("permanent", "For good", TEXT),
    )
    lines = [
        [
            *(wash.symbol, american(wash.sold), wash.loss_account, wash.loss_lot, wash.quantity),
            *(wash.disallowed, american(wash.replacement_acquired), wash.replacement_account),
            *(wash.replacement_lot, "yes" if wash.is_permanent else "no"),
        ]
        for wash in found.washes
    ]
    empty = "No loss of this year is washed by what is known."
    return Table("washes", "Wash detail", columns, lines, size=len(lines), empty=empty)


def lots_part(found: TaxYear) -> Table:
    """What was held at the end of the year."""
    columns = (
        Column("account", "Account", TEXT),
        Column("symbol", "Symbol", TEXT),
        Column("quantity", "Quantity", NUMBER),
        Column("acquired", "Acquired", TEXT),
        Column("holding_start", "Term counts from", TEXT),
        Column("basis", "Basis", MONEY, 2),
        Column("side", "Side", TEXT),
        Column("lot", "Lot", TEXT),
    )
    lines = [
        [
            *(lot.account, lot.symbol, lot.quantity, american(lot.acquired), american(lot.holding_start)),
            *(lot.basis, "short" if lot.is_short else "long", lot.lot),
        ]
        for lot in found.open_lots
    ]
    empty = "Nothing was held at the end of the year."
    return Table("open_lots", "Lots open", columns, lines, size=len(lines), empty=empty)


def compared_part(found: TaxYear) -> Table:
    """Our sales beside a broker's, by account, symbol and day."""
    columns = (
        Column("account", "Account", TEXT),
        Column("symbol", "Symbol", TEXT),
        Column("sold", "Sold", TEXT),
        Column("proceeds", "(d) ours", MONEY, 2),
        Column("their_proceeds", "(d) 1099", MONEY, 2),
        Column("basis", "(e) ours", MONEY, 2),
        Column("their_basis", "(e) 1099", MONEY, 2),
        Column("wash", "Wash ours", MONEY, 2),
        Column("their_wash", "Wash 1099", MONEY, 2),
        Column("verdict", "Verdict", TEXT),
    )
    lines = [
        [
            *(one.account, one.symbol, american(one.sold), one.proceeds, one.their_proceeds, one.basis),
            *(one.their_basis, one.wash, one.their_wash, one.verdict),
        ]
        for one in found.compared
    ]
    note = "Rows keep the broker's proceeds and basis; codes and column (g) say what is right."
    return Table("compared", "Beside Form 1099", columns, lines, size=len(lines), note=note)


def decisions_part(found: TaxYear) -> Table:
    """What nobody could classify."""
    columns = (
        Column("account", "Account", TEXT),
        Column("symbol", "Symbol", TEXT),
        Column("trades", "Closing deals", INTEGER),
        Column("result", "Result", MONEY, 2),
        Column("reason", "Why it is asked", TEXT),
    )
    lines = [[one.account, one.symbol, one.trades, one.result, one.reason] for one in found.decisions]
    empty = "Every symbol has its class."
    return Table("decisions", "Decisions", columns, lines, size=len(lines), empty=empty)


def left_out_part(found: TaxYear) -> Table:
    """Accounts without rows."""
    columns = (
        Column("account", "Account", TEXT),
        Column("trades", "Closing deals", INTEGER),
        Column("reason", "Why it has no rows", TEXT),
    )
    lines = [[one.account, one.trades or None, one.reason] for one in found.left_out]
    empty = "Every account has its rows."
    return Table("left_out", "Accounts without rows", columns, lines, size=len(lines), empty=empty)
