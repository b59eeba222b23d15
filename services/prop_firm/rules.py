"""A rule set: what an account may lose in a day and in all, what it must make, and how."""

from __future__ import annotations

import hashlib
import json
from datetime import time
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from services.calc.server_zone import server_zone
from services.errors import InvalidInputError
from services.prop_firm.rule_words import malformed

MOST = Decimal(10) ** 12
Amount = Annotated[Decimal, Field(gt=0, le=MOST)]
Fraction = Annotated[Decimal, Field(gt=0, le=1)]


RULES = ("daily_loss", "max_loss", "profit_target", "minimum_days", "consistency", "max_lots")


class Reference(StrEnum):
    """What a day's loss is counted from: the state at the reset."""

    BALANCE = "balance"
    EQUITY = "equity"
    HIGHER = "higher"


class Trail(StrEnum):
    """How the floor of the whole loss moves: never, with the peak of equity, or with balances at day ends."""

    STATIC = "static"
    TRAILING = "trailing"
    END_OF_DAY = "end_of_day"


class Counted(StrEnum):
    """What makes a trading day: an entry, or a result of at least so much."""

    ENTRY = "entry"
    RESULT = "result"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Limit(_Part):
    """An amount of money, or a fraction of the initial balance; exactly one of them."""

    amount: Amount | None = None
    fraction: Fraction | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Limit:
        if (self.amount is None) == (self.fraction is None):
            raise ValueError("needs either amount or fraction, and not both")
        return self

    def money(self, initial: Decimal) -> Decimal:
        """The limit in money."""
        return self.amount if self.amount is not None else (self.fraction or Decimal(0)) * initial


class DailyLoss(Limit):
    """How far equity may fall below the reference within a day."""

    counted_from: Reference = Reference.BALANCE


class MaxLoss(Limit):
    """How far equity may fall at all; the floor of a trailing one never rises above `locks_at`."""

    trail: Trail = Trail.STATIC
    locks_at: Amount | None = None


class MinimumDays(_Part):
    """On how many days there must be a trade; a result counts from `least` (money) on."""

    count: int = Field(ge=1, le=1_000)
    counted: Counted = Counted.ENTRY
    least: Decimal = Field(default=Decimal(0), ge=0, le=MOST)


class Reset(_Part):
    """When a trading day begins: a wall-clock time of a zone, its summer time included."""

    at: time = time(0, 0)
    zone: str

    @field_validator("at", mode="before")
    @classmethod
    def _text(cls, value: object) -> object:
        try:
            found = time.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            found = None
        if not isinstance(found, time) or found.tzinfo is not None:
            raise ValueError("must be a time of the zone such as 17:00")
        return found

    @field_validator("zone")
    @classmethod
    def _known(cls, name: str) -> str:
        server_zone(name)
        return name


class RuleSet(_Part):
    """Rules of one kind of account; money is in `currency`, None is a rule that it does not have.

    `consistency` is the largest share of the whole profit that the best day may have.
    """

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,60}$")
    label: str = Field(min_length=1, max_length=120)
    currency: str = Field(pattern=r"^[A-Z]{3,4}$")
    initial_balance: Amount
    reset: Reset
    daily_loss: DailyLoss | None = None
    max_loss: MaxLoss | None = None
    profit_target: Limit | None = None
    minimum_days: MinimumDays | None = None
    consistency: Fraction | None = None
    max_lots: Amount | None = None
    source: str = ""

    @model_validator(mode="after")
    def _makes_sense(self) -> RuleSet:
        if not any(getattr(self, name) is not None for name in RULES):
            raise ValueError(f"it has no rule; it needs one of {', '.join(RULES)}")
        for name in ("daily_loss", "max_loss"):
            limit: Limit | None = getattr(self, name)
            if limit is not None and limit.money(self.initial_balance) > self.initial_balance:
                raise ValueError(f"{name} is more than the initial balance")
        whole = self.max_loss
        if whole is not None and whole.locks_at is not None:
            if whole.trail is Trail.STATIC:
                raise ValueError("max_loss.locks_at is for a floor that moves; a static one never does")
            if whole.locks_at < self.initial_balance - whole.money(self.initial_balance):
                raise ValueError("max_loss.locks_at is below the floor that the account begins with")
        return self

    @property
    def document(self) -> dict[str, Any]:
        """The same as plain data, from which `rule_set_of` makes it again."""
        return self.model_dump(mode="json", exclude_none=True)

    @property
    def digest(self) -> str:
        """What tells these rules from others of the same name; label and source say nothing."""
        ruled = {key: value for key, value in self.document.items() if key not in ("label", "source")}
        return hashlib.sha256(json.dumps(ruled, sort_keys=True).encode()).hexdigest()


def rule_set_of(document: Any) -> RuleSet:  # noqa: ANN401 - whatever a YAML or JSON file holds
    """A rule set from plain data; raises InvalidInputError that names the field."""
    try:
        return RuleSet.model_validate(document)
    except ValidationError as error:
        raise InvalidInputError(malformed(error)) from error
    except InvalidInputError as error:
        raise InvalidInputError(f"The rule set is malformed: reset.zone {error}") from error
