"""What a reader must know beside the figures of a tax year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.tax.model import TaxClass
from services.tax.statement import INCOMPLETE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from services.tax.year import TaxYear

ONLY_DEMO = "All accounts here are demo or contest accounts: nothing in them is real, so there is no form."
NO_ACCOUNT = "None of these accounts is the taxpayer's own with real money, so there are no rows."
CRYPTO = "Digital assets are property: wash sales are not computed for them."
BONDS = "Market discount of bonds is not computed."
ELECTED = "What was held when mark-to-market began needs an adjustment by section 481(a), not computed here."
OPTED_OUT = "Whether section 1256 takes spot currencies after an election out of section 988 is not settled."
CFDS = "Contracts for difference are on the form by your choice; most authors call them ordinary."
REVIEW = "Some rows need a look; their notes say why."


def notes_of(year: TaxYear, said: Iterable[tuple[str, str]], *, only_demo: bool) -> tuple[str, ...]:
    """Sentences for people; *said* is the statement, of which what is missing is repeated."""
    found = [f"{name}: {text}" for name, text in said if name == INCOMPLETE]
    found += [] if year.accounts else [ONLY_DEMO if only_demo else NO_ACCOUNT]
    return (*found, *_about_classes(year), *([REVIEW] if any(row.needs_review for row in year.rows) else []))


def _about_classes(year: TaxYear) -> Iterator[str]:
    kinds = {total.tax_class for total in year.classes}
    rules = {one.rule for one in year.symbols}
    chosen = sorted({one.symbol for one in year.symbols if one.rule == "override"})
    if TaxClass.F8949_DIGITAL in kinds:
        yield CRYPTO
    if "bond" in rules:
        yield BONDS
    if TaxClass.MTM_475 in kinds:
        yield ELECTED
    if any(one.rule.startswith("forex") and one.tax_class is TaxClass.S1256 for one in year.symbols):
        yield OPTED_OUT
    if "cfd_capital" in rules:
        yield CFDS
    if chosen:
        yield f"Classes that you chose: {', '.join(chosen)}."
