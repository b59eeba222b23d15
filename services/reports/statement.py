"""Every deal of a period with its running balance, from opening to closing."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING

from services.calc.account_statement import account_statement
from services.exports import Document, Text
from services.model import DealClass
from services.reports._about import about, days_of, file_name, names_of
from services.reports._registry import report
from services.reports._statement_parts import deals_part, held_part, summary_part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.calc.account_statement import AccountStatement
    from services.container import Services
    from services.exports import Part
    from services.reports._registry import Request
    from services.trade_files import PriceDigits

SUMS = "Opening balance plus everything booked is the closing balance, to the last digit."
CREDIT = "Credit is lent by the broker: it is listed and does not move the balance."
PAST = "Positions of a past day are those its deals leave open; what they were worth then is not known."


@report("statement", "Account statement", of_moment=True)
def statement(services: Services, request: Request) -> Document:
    """Every deal of a period with its running balance, from opening to closing."""
    records = services.performance.records(request.accounts)
    found = [account_statement(record, request.period) for record in records]
    owners = tuple(one.account for one in found)
    start = request.period.start or min((r.began for r in records if r.began is not None), default=None)
    currencies = {account.currency for account in owners}
    end = request.period.end
    digits = cache(partial(services.exporting.price_digits, request.accounts))
    return Document(
        name=file_name("statement", owners, start, end, request.zone),
        title="Account statement",
        subtitle=f"{names_of(owners)} · {days_of(start, end, request.zone)}",
        about=about(
            owners, start, end, request.zone, currency=", ".join(sorted(currencies)), basis="as booked"
        ),
        parts=tuple(
            part
            for number, one in enumerate(found if len(found) > 1 else (), start=1)
            for part in _parts(one, request, digits, f"_{number}")
        )
        or tuple(_parts(found[0], request, digits)),
        zone=request.zone,
        footnotes=tuple(_footnotes(found)),
    )


def _parts(
    found: AccountStatement, request: Request, digits: PriceDigits, suffix: str = ""
) -> Iterator[Part]:
    prefix = f"{found.account.name}: " if suffix else ""
    yield summary_part(found, f"summary{suffix}", f"{prefix}Summary")
    if not found.lines:
        yield Text(f"empty{suffix}", f"{prefix}Deals", ("No deal was booked in this period.",))
    elif request.has_details:
        yield replace(deals_part(found, f"deals{suffix}", f"{prefix}Deals"), price_digits=digits)
    held = held_part(found, f"positions{suffix}", f"{prefix}Open positions at the end")
    yield replace(held, price_digits=digits)


def _footnotes(found: list[AccountStatement]) -> Iterator[str]:
    yield SUMS
    if any(line.kind is DealClass.CREDIT for one in found for line in one.lines):
        yield CREDIT
    if any(held.floating is None for one in found for held in one.held):
        yield PAST
