"""Reports by name, and what they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.metrics import NET
from services.plugins import Registry

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from services.calc.period import Period
    from services.container import Services
    from services.exports import Document

    Make = Callable[[Services, "Request"], Document]


@dataclass(frozen=True, slots=True)
class Request:
    """What a report shall cover: accounts (one at least), a period, and the zone its days are cut by.

    `currency` is that of totals, None for the one most accounts have. `has_details` asks for the rows behind
    the figures. `options` are what only some reports know, such as a tax year, each a text.
    """

    accounts: tuple[UUID, ...]
    period: Period
    zone: str
    currency: str | None = None
    basis: str = NET
    has_details: bool = True
    options: tuple[tuple[str, str], ...] = ()

    def option(self, name: str, default: str = "") -> str:
        """An option's text."""
        return dict(self.options).get(name, default)


@dataclass(frozen=True, slots=True)
class Report:
    """A report: its name, label and sentence, and how its document is made.

    `of_moment` says that it shows what moves without a deal, such as equity: a file of it is never the answer
    to a later request. `options` are those of a request that it knows beside `part`.
    """

    name: str
    label: str
    summary: str
    of_moment: bool
    make: Make
    options: tuple[str, ...] = ()


PART = "part"
_registry: Registry[Report] = Registry("services.reports", "report")


def report(
    name: str, label: str, *, of_moment: bool = False, options: tuple[str, ...] = ()
) -> Callable[[Make], Make]:
    """Register the decorated function as a report; its first line says what the report shows."""

    def register(make: Make) -> Make:
        summary = (make.__doc__ or "").partition("\n")[0].strip()
        _registry.add(Report(name, label, summary, of_moment, make, options))
        return make

    return register


def reports() -> tuple[Report, ...]:
    """Every report, by name."""
    return _registry.all()


def find_report(name: str) -> Report:
    """The report called *name*; raises InvalidInputError."""
    return _registry.choose(name)
