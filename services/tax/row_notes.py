"""The words of a row: its description, what expired, and what somebody should look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.tax.model import Event, TaxClass

if TYPE_CHECKING:
    from decimal import Decimal

    from services.tax.model import Execution
    from services.tax.sales import Sale

REPORTED = "A broker reports this sale: compare its box, proceeds and basis with the 1099."
NOT_HELD = "More coins were sold here than bought: deposits or another wallet are missing."
NO_SHARES = "The option was exercised, but its shares were not found: its premium stands here."


def description(first: Execution, quantity: Decimal) -> str:
    """Column (a): "100 sh. XYZ"; coins and contracts are counted without the word."""
    word = "" if first.is_option or first.tax_class is TaxClass.F8949_DIGITAL else "sh. "
    return f"{quantity:f} {word}{first.symbol}"


def expired(sale: Sale) -> str:
    """Which figure the form prints as Expired: proceeds of a bought option, basis of a written one."""
    if sale.closing.first.event is not Event.EXPIRATION:
        return ""
    if sale.is_short:
        return "" if sale.basis else "basis"
    return "" if sale.proceeds else "proceeds"


def note(sale: Sale) -> str:
    """What somebody should look at, in whole sentences; nothing where all is plain."""
    first = sale.closing.first
    is_digital = first.tax_class is TaxClass.F8949_DIGITAL
    notes = []
    if first.broker_reports:
        notes.append(REPORTED)
    if is_digital and sale.is_short:
        notes.append(NOT_HELD)
    if first.is_option and first.event in (Event.EXERCISE, Event.ASSIGNMENT) and not first.amount:
        notes.append(NO_SHARES)
    return " ".join(notes)
