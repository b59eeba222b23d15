"""Which executions have nothing to do with each other, and which of them are plain."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from services.tax.general import settle
from services.tax.model import Effect, Event, Owner, TaxClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from services.tax.general import Settled
    from services.tax.model import Execution
    from services.tax.policy import Policy

FEW = 2_000  # deals for which machine code is not worth its start
TRADE, NET, TAXPAYER, SECURITY = Event.TRADE, Effect.NET, Owner.TAXPAYER, TaxClass.F8949_SECURITY


def settle_all(executions: Sequence[Execution], policy: Policy) -> list[Settled]:
    """Plain identities of many deals as machine code, all others together by the general way."""
    if policy.instructions or len(executions) < FEW:
        return [settle(executions, policy)]
    from services.tax.plain import settle_plain  # noqa: PLC0415 - only many deals are worth the compiler

    others: list[Execution] = []
    found: list[Settled] = []
    for group in _apart(executions, others):
        plain = settle_plain(group, policy) if is_plain(group) else None
        if plain is None:
            others += group
        else:
            found.append(plain)
    return [*found, settle(others, policy)] if others or not found else found


def is_plain(group: Iterable[Execution]) -> bool:
    """Whether all of it are securities that the taxpayer bought and sold, lot after lot."""
    for item in group:
        if item.event is not TRADE or item.effect is not NET or item.owner is not TAXPAYER:
            return False
        if item.tax_class is not SECURITY or item.is_option or item.position:
            return False
    return True


def _apart(executions: Iterable[Execution], others: list[Execution]) -> list[list[Execution]]:
    """Executions by identity; those of which options or two identities speak join the *others*."""
    groups: dict[str, list[Execution]] = defaultdict(list)
    for item in executions:
        groups[item.identity or item.symbol].append(item)
    symbols = {name: {item.symbol for item in group} for name, group in groups.items()}
    homes: dict[str, set[str]] = defaultdict(set)
    for name, known in symbols.items():
        for symbol in known:
            homes[symbol].add(name)
    mixed = {name for names in homes.values() if len(names) > 1 for name in names}
    for item in (one for group in groups.values() for one in group if one.is_option):
        mixed |= {item.identity or item.symbol, item.underlying, *homes.get(item.underlying, ())}
    for name in mixed & groups.keys():
        others += groups.pop(name)
    return list(groups.values())
