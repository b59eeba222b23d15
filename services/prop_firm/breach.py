"""A breach that is kept for good: what was found, when, and by which state of the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from services.calc.money import round_money
from services.calc.period import as_datetime
from services.metric import Unit
from services.prop_firm.check import LABELS, Status

if TYPE_CHECKING:
    from services.prop_firm.check import Check
    from services.prop_firm.evaluation import Evaluation
    from services.prop_firm.rules import RuleSet

LOT_DIGITS = 2
_AMOUNTS = ("value", "floor", "reference")


@dataclass(frozen=True, slots=True)
class Breach:
    """The first instant beyond a limit as it was seen first; whatever came later does not undo it.

    `digest` is that of the rules it broke; amounts are counted from the rules' initial balance.
    """

    rule_set: str
    digest: str
    rule: str
    time: datetime
    value: Decimal
    floor: Decimal
    reference: Decimal
    ledger_version: int
    found_at: datetime | None = None

    @classmethod
    def read(cls, evidence: dict[str, Any], found_at: datetime) -> Breach:
        """The breach of a kept document."""
        amounts = {name: Decimal(evidence[name]) for name in _AMOUNTS}
        time = datetime.fromisoformat(evidence["time"])
        return cls(**{**evidence, **amounts, "time": time, "found_at": found_at})

    @property
    def document(self) -> dict[str, Any]:
        """The breach as plain data, amounts and times as text."""
        return {
            "rule_set": self.rule_set,
            "digest": self.digest,
            "rule": self.rule,
            "time": self.time.isoformat(),
            **{name: f"{getattr(self, name):f}" for name in _AMOUNTS},
            "ledger_version": self.ledger_version,
        }

    @property
    def sentence(self) -> str:
        """What happened, for a log or a list of alerts."""
        return (
            f"{LABELS[self.rule]} of {self.rule_set} broken at {self.time:%Y-%m-%d %H:%M:%S} UTC:"
            f" {self.value:f} against a limit of {self.floor:f}."
        )

    def is_of(self, rules: RuleSet) -> bool:
        """Whether it broke exactly these rules."""
        return (self.rule_set, self.digest) == (rules.name, rules.digest)


def breaches_of(found: Evaluation, digits: int, ledger_version: int) -> tuple[Breach, ...]:
    """The breaches that an evaluation shows; money is in *digits* decimals."""
    return tuple(
        _breach(found.rules, check, digits, ledger_version)
        for check in found.checks
        if check.status is Status.BREACHED
    )


def _breach(rules: RuleSet, check: Check, digits: int, version: int) -> Breach:
    evidence = check.evidence
    if evidence is None:
        raise ValueError(f"A breach of {check.rule} has no evidence.")
    amounts = [getattr(evidence, name) for name in _AMOUNTS]
    is_money = check.unit is Unit.MONEY
    value, floor, reference = (
        round_money(Decimal(repr(one)), digits) if is_money else Decimal(lots_text(one)) for one in amounts
    )
    time = as_datetime(evidence.time)
    return Breach(rules.name, rules.digest, check.rule, time, value, floor, reference, version)


def lots_text(lots: float) -> str:
    """Lots as a decimal, two places at least and as many as they were traded in.

    >>> lots_text(5.0), lots_text(5.001)
    ('5.00', '5.001')
    """
    found = Decimal(repr(lots))
    exponent = found.normalize().as_tuple().exponent
    return f"{found:.{max(LOT_DIGITS, -int(exponent))}f}"
