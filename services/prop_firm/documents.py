"""Rule sets and where accounts stand with them as documents, the same on the command line and over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.calc.period import as_datetime
from services.documents import money
from services.metric import Unit
from services.prop_firm.lots import told

if TYPE_CHECKING:
    from services.model import Account
    from services.prop_firm.check import Check, Day
    from services.prop_firm.rules import RuleSet
    from services.prop_firm.standing import RuleStanding, Standing
    from services.prop_lots import LotsEstimate


def rules_document(rules: RuleSet) -> dict[str, Any]:
    """A rule set, whatever it does not have left out."""
    return {"name": rules.name, "label": rules.label, "currency": rules.currency, "rules": rules.document}


def standing_document(found: Standing) -> dict[str, Any]:
    """Where an account stands with a rule set; money is counted from the rules' initial balance."""
    account = found.account
    return {
        "name": found.rules.name,
        "label": found.rules.label,
        "status": found.status.value,
        "assigned_at": found.assigned_at,
        "initial_balance": money(found.rules.initial_balance, account),
        "headroom": money(found.headroom, account),
        "days_left": found.days_left,
        "on_equity": found.evaluation.on_equity,
        "basis": found.basis,
        "checks": [_rule(one, account) for one in found.checks],
        "days": [_day(day, account) for day in found.evaluation.days],
    }


def lots_document(found: LotsEstimate) -> dict[str, Any]:
    """An estimate of lots; what nobody knows is null beside its reason."""
    account, loss = found.account, found.one.loss_per_lot
    return {
        "account_id": account.id,
        "currency": account.currency,
        "symbol": found.symbol,
        "distance": f"{found.distance:f}",
        "loss_per_lot": None if loss is None else f"{told(loss, account.currency_digits):f}",
        "reason": found.one.reason or None,
        "held": f"{found.held:f}",
        "is_live": found.is_live,
        "as_of": found.as_of,
        "basis": found.basis,
        "data": [
            {
                "name": one.rules.name,
                "label": one.rules.label,
                "headroom": money(one.headroom, account),
                "lots": None if one.allowed.lots is None else f"{one.allowed.lots:f}",
                "reason": one.allowed.reason or None,
            }
            for one in found.sets
        ],
    }


def _rule(one: RuleStanding, account: Account) -> dict[str, Any]:
    check = one.check
    return {
        "rule": check.rule,
        "label": check.label,
        "unit": check.unit.value,
        "status": one.status.value,
        "limit": _number(check, check.limit, account),
        "used": _number(check, check.used, account),
        "worst": _number(check, check.worst, account),
        "headroom": money(check.headroom, account),
        "evidence": _evidence(check, account),
        "breach": None if one.breach is None else one.breach.document | {"found_at": one.breach.found_at},
        "is_undone": one.is_undone,
    }


def _number(check: Check, value: float, account: Account) -> str | float | int | None:
    if check.unit is Unit.MONEY:
        return money(value, account)
    if value != value:  # noqa: PLR0124 - NaN is the one value unequal to itself
        return None
    return int(value) if check.unit is Unit.COUNT else value


def _evidence(check: Check, account: Account) -> dict[str, Any] | None:
    found = check.evidence
    if found is None:
        return None
    return {
        "time": as_datetime(found.time),
        "value": _number(check, found.value, account),
        "floor": _number(check, found.floor, account),
        "reference": _number(check, found.reference, account),
    }


def _day(day: Day, account: Account) -> dict[str, Any]:
    return {
        "day": str(day.day),
        "reference": money(day.reference, account),
        "lowest": money(day.lowest, account),
        "result": money(day.result, account),
    }
