"""The box of a row: by its term, its year, and whether a broker reports the sale (and its basis)."""

from __future__ import annotations

from services.tax.holding_period import LONG
from services.tax.model import TaxClass

FORM_1099_DA_FROM = 2025
BASIS_OF_DIGITAL_ASSETS_FROM = 2026
LONG_TERM_OF = dict(zip("ABCGHI", "DEFJKL", strict=True))
REASONS = {
    "A": "a broker reports the sale on Form 1099-B, with its basis",
    "B": "a broker reports the sale on Form 1099-B, without its basis",
    "C": "no Form 1099-B reports the sale",
    "G": "a broker reports the sale on Form 1099-DA, with its basis",
    "H": "a broker reports the sale on Form 1099-DA, without its basis",
    "I": "no Form 1099-DA or 1099-B reports the sale",
}


def box_of(tax_class: TaxClass, year: int, part: str, *, broker_reports: bool) -> tuple[str, str]:
    """The letter of the box, and why.

    >>> box_of(TaxClass.F8949_DIGITAL, 2024, "I", broker_reports=False)[0]
    'C'
    >>> box_of(TaxClass.F8949_DIGITAL, 2025, "II", broker_reports=False)[0]
    'L'
    """
    short_term = _short_term_box(tax_class, year, broker_reports=broker_reports)
    return LONG_TERM_OF[short_term] if part == LONG else short_term, REASONS[short_term]


def _short_term_box(tax_class: TaxClass, year: int, *, broker_reports: bool) -> str:
    if tax_class is TaxClass.F8949_DIGITAL and year >= FORM_1099_DA_FROM:
        if not broker_reports:
            return "I"
        return "G" if year >= BASIS_OF_DIGITAL_ASSETS_FROM else "H"
    return "A" if broker_reports else "C"
