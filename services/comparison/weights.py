"""How much each component counts in the ranking score."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from services.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class Weights:
    """Shares of the five components; only their proportions matter.

    >>> Weights.parse("returns=1, activity=0").share("returns").__round__(3)
    0.015
    """

    returns: float = 25.0
    risk_adjusted: float = 30.0
    consistency: float = 20.0
    efficiency: float = 15.0
    activity: float = 10.0

    @classmethod
    def parse(cls, text: str) -> Weights:
        """Weights as `name=number` pairs with commas, others as by default; raises InvalidInputError."""
        known = [field.name for field in fields(cls)]
        chosen: dict[str, float] = {}
        for pair in filter(None, (part.strip() for part in text.split(","))):
            name, _, number = (word.strip() for word in pair.partition("="))
            try:
                chosen[name] = float(number)
            except ValueError:
                chosen[name] = -1.0
            if name not in known or not 0 <= chosen[name] < float("inf"):
                raise InvalidInputError(
                    f"{pair!r} is no weight; give {'=…, '.join(known)}=… with numbers from 0."
                )
        weights = cls(**chosen)
        if not sum(asdict(weights).values()):
            raise InvalidInputError("At least one weight must be above 0.")
        return weights

    def share(self, name: str) -> float:
        """The part of the whole that a component has."""
        weight: float = getattr(self, name)
        return weight / float(sum(asdict(self).values()))


COMPONENTS = tuple(field.name for field in fields(Weights))
