"""Tax years and the taxpayer's profile as documents: the JSON that command line and API share."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from services.calc.money import round_money

if TYPE_CHECKING:
    from collections.abc import Mapping

    from services.tax.closing import Closing
    from services.tax.model import FormRow
    from services.tax.profile import Profile
    from services.tax.year import TaxYear

CENTS = 2


def year_document(found: TaxYear) -> dict[str, Any]:
    """A whole tax year; money is text with two decimals, in US dollars."""
    return {
        "tax_year": found.year,
        "is_final": found.is_final,
        "is_blocked": found.is_blocked,
        "data_through": found.data_through,
        "accounts": list(found.accounts),
        "statement": [{"name": name, "text": text} for name, text in found.statement],
        "warnings": list(found.warnings),
        "blocks": list(found.blocks),
        "rows": [_row(row) for row in found.rows],
        "open_lots": [_plain(asdict(lot)) for lot in found.open_lots],
        "washes": [_plain(asdict(wash)) for wash in found.washes],
        "classes": [_plain(asdict(total)) for total in found.classes],
        "interest": [{"account": account, "amount": _money(amount)} for account, amount in found.interest],
        "ledger_result": _money(found.ledger_result),
        "bridge": [_plain(asdict(step)) for step in found.bridge],
        "marks": [_plain(asdict(mark)) for mark in found.marks],
        "symbols": [_plain(asdict(one)) for one in found.symbols],
        "compared": [_plain(asdict(one)) for one in found.compared],
        "decisions": [_plain(asdict(one)) for one in found.decisions],
        "left_out": [_plain(asdict(one)) for one in found.left_out],
    }


def closing_document(year: int, closing: Closing | None) -> dict[str, Any]:
    """Whether a year is closed, with what it was filed and what it has now."""
    if closing is None:
        return {"tax_year": year, "is_closed": False}
    return {
        "tax_year": year,
        "is_closed": True,
        "closed_at": None if closing.time is None else closing.time.isoformat(),
        "actor": closing.actor,
        "is_unchanged": closing.is_unchanged,
        "filed": None if closing.filed is None else closing.filed.detail(),
        "now": closing.now.detail(),
    }


def profile_document(profile: Profile, names: Mapping[str, str]) -> dict[str, Any]:
    """The profile; accounts by their UUID, with their names beside them."""
    return profile.model_dump(mode="json") | {"account_names": dict(names)}


_THEIRS = ("wash", "their_proceeds", "their_basis", "their_wash")
_MONEY = (*_THEIRS, "proceeds", "basis", "adjustment", "gain", "result", "amount", "disallowed")


def _row(row: FormRow) -> dict[str, Any]:
    return _plain(asdict(row) | {"gain": row.gain})


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in values.items()}


def _value(name: str, value: object) -> object:
    if isinstance(value, Decimal):
        return _money(value) if name in _MONEY else f"{value:f}"
    return list(value) if isinstance(value, tuple) else value


def _money(amount: Decimal) -> str:
    return f"{round_money(amount, CENTS):f}"
