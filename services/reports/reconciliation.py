"""Accounts against their brokers: the residual, the figures that were stated, the imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.money import round_money
from services.exports import Column, Document, Kind, Table
from services.reports._about import about, file_name, names_of
from services.reports._for_both import for_both
from services.reports._registry import report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from services.answers import Reconciliation
    from services.container import Services
    from services.model import Account
    from services.reports._registry import Request

ACCOUNT = Column("account", "Account", Kind.TEXT)
STANDING = (
    ACCOUNT,
    Column("currency", "Currency", Kind.TEXT),
    Column("standing", "Standing", Kind.TEXT),
    Column("deals", "Deals", Kind.INTEGER),
    Column("opening_balance", "Opening balance", Kind.MONEY, by="currency"),
    Column("orphans", "Exits without an entry", Kind.INTEGER),
    Column("residual", "Residual", Kind.MONEY, by="currency"),
)
FIGURES = (
    ACCOUNT,
    Column("figure", "Figure", Kind.TEXT),
    Column("stated", "Broker", Kind.TEXT),
    Column("computed", "Ledger", Kind.TEXT),
    Column("match", "Match", Kind.TEXT),
)
IMPORTS = (
    ACCOUNT,
    Column("file", "File", Kind.TEXT),
    Column("format", "Format", Kind.TEXT),
    Column("imported_at", "Imported", Kind.TIME),
    Column("window_start", "From", Kind.TIME),
    Column("window_end", "To", Kind.TIME),
    Column("deals", "Deals", Kind.INTEGER),
    Column("new_deals", "New", Kind.INTEGER),
    Column("changed_deals", "Changed", Kind.INTEGER),
    Column("residual", "Residual", Kind.MONEY),
    Column("figures", "Figures stated", Kind.INTEGER),
    Column("matches", "Figures that match", Kind.INTEGER),
    Column("sha256", "SHA-256", Kind.TEXT),
)
WHOLE = "The whole history counts, whatever period is chosen."


@report("reconciliation", "Reconciliation", of_moment=True)
def reconciliation(services: Services, request: Request) -> Document:
    """Accounts against their brokers over the whole history: residual, stated figures, imports."""
    owners, end = services.performance.owners(request.accounts), request.period.end
    found = [services.performance.reconciliation(account.id) for account in owners]
    return Document(
        name=file_name("reconciliation", owners, None, end, request.zone),
        title="Reconciliation",
        subtitle=f"{names_of(owners)} · whole history",
        about=about(owners, None, end, request.zone, currency="each account's own", basis="as booked"),
        parts=(
            Table("standing", "Standing", STANDING, [_standing(one) for one in found], size=len(found)),
            _figures(found),
            *for_both(_imports(found), "format", "window_start", "window_end", "residual", "sha256"),
        ),
        zone=request.zone,
        footnotes=(WHOLE,),
    )


def _standing(found: Reconciliation) -> list[object]:
    account = found.account
    opening, residual = (_money(amount, account) for amount in (found.opening_balance, found.residual))
    words = found.standing.value
    return [account.name, account.currency, words, found.deals, opening, found.orphans, residual]


def _figures(found: Sequence[Reconciliation]) -> Table:
    rows = [
        [one.account.name, item.name, item.stated, item.computed, "yes" if item.match else "no"]
        for one in found
        for item in one.figures
    ]
    title, empty = "What the broker stated", "The broker stated nothing."
    return Table("figures", title, FIGURES, rows, size=len(rows), empty=empty)


def _imports(found: Sequence[Reconciliation]) -> Table:
    rows = [
        [
            one.account.name,
            item.filename,
            item.format,
            item.imported_at,
            item.window_start,
            item.window_end,
            item.deals,
            item.new_deals,
            item.changed_deals,
            _money(item.residual, one.account),
            len(item.figures),
            sum(figure.match for figure in item.figures),
            item.sha256,
        ]
        for one in found
        for item in one.imports
    ]
    return Table("imports", "Imports", IMPORTS, rows, size=len(rows), empty="No file was imported.")


def _money(amount: Decimal, account: Account) -> Decimal:
    return round_money(amount, account.currency_digits)
