"""Where a rule set stands while prices move, as the stream tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.prop_firm.breach import lots_text
from services.prop_firm.check import LABELS, MAX_LOTS, TARGET, WARNED, Status

if TYPE_CHECKING:
    from services.prop_firm.live import LiveRules


def live_document(live: LiveRules) -> dict[str, Any]:
    """A set as plain data, amounts as text."""
    rules = [_loss(live, rule, limit, floor) for rule, limit, floor, _ in live.losses()]
    if live.rules.profit_target is not None:
        rules.append(_target(live, float(live.rules.profit_target.money(live.rules.initial_balance))))
    if MAX_LOTS in live.checks:
        rules.append(_lots(live))
    headroom = live.headroom
    return {
        "name": live.rules.name,
        "label": live.rules.label,
        "status": _status(live, rules).value,
        "headroom": None if headroom is None else f"{headroom:f}",
        "rules": rules,
    }


def _status(live: LiveRules, rules: list[dict[str, Any]]) -> Status:
    if live.is_over:
        return Status.BREACHED
    if any(one["status"] == Status.CLOSE for one in rules):
        return Status.CLOSE
    return Status.OPEN if live.status is Status.CLOSE else live.status


def _loss(live: LiveRules, rule: str, limit: float, floor: float) -> dict[str, Any]:
    used, room = live.used(limit, floor), live.floors.equity - floor
    status = Status.CLOSE if used >= WARNED * limit else Status.FINE
    amounts = {"limit": limit, "used": used, "worst": live.worst[rule], "headroom": room, "floor": floor}
    return _line(live, rule, Status.BREACHED if rule in live.broken else status, amounts)


def _target(live: LiveRules, limit: float) -> dict[str, Any]:
    """A target that was reached once stays so, whatever was lost since."""
    made = live.floors.balance - float(live.rules.initial_balance)
    status = Status.REACHED if made >= limit else live.checks[TARGET].status
    return _line(live, TARGET, status, {"limit": limit, "used": made})


def _lots(live: LiveRules) -> dict[str, Any]:
    check = live.checks[MAX_LOTS]
    status = Status.BREACHED if MAX_LOTS in live.broken else check.status
    lots = {name: lots_text(getattr(check, name)) for name in ("limit", "used")}
    return {"rule": MAX_LOTS, "label": LABELS[MAX_LOTS], "status": status.value, **lots}


def _line(live: LiveRules, rule: str, status: Status, amounts: dict[str, float]) -> dict[str, Any]:
    money = {name: f"{live.rounded(value):f}" for name, value in amounts.items()}
    return {"rule": rule, "label": LABELS[rule], "status": status.value, **money}
