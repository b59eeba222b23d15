"""What an address lays accounts beside, and the choice of what else they could be laid beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from components.benchmark_card import Choices, Laid
from dashboard.context import services
from services.calc.benchmark import growth_beside
from services.calc.beside import ALONE, Beside
from services.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from dashboard.query import Query
    from services.benchmarks import Chosen
    from services.calc.return_kernel import DailySeries


def chosen(query: Query, accounts: Collection[UUID], zone: str) -> tuple[Chosen | None, str]:
    """The benchmark of the address for these accounts; None with the sentence that says why not."""
    if query.benchmark is None:
        return None, ""
    try:
        return services().benchmarks.choose(query.benchmark, accounts, zone), ""
    except ServiceError as error:
        return None, str(error)


def beside(query: Query, accounts: Collection[UUID], zone: str) -> Beside:
    """The benchmark as what metrics are measured beside."""
    found, _ = chosen(query, accounts, zone)
    return ALONE if found is None else Beside(benchmark=found.benchmark)


def laid_beside(
    query: Query, accounts: Collection[UUID], zone: str, days: DailySeries | None, name: str
) -> Laid:
    """How accounts called *name* grew beside the benchmark of the address, and what could be chosen."""
    found, problem = chosen(query, accounts, zone)
    growth = None if found is None or days is None else growth_beside(days, found.benchmark)
    return Laid(name, choices(query, accounts), found, growth, problem)


def choices(query: Query, accounts: Collection[UUID] = ()) -> Choices:
    """Everything that these accounts can be laid beside."""
    everyone = services().performance.accounts()
    others = tuple(account for account in everyone if set(accounts) != {account.id})
    groups = (group for group in services().groups.all() if group.accounts)
    others_together = tuple(group for group in groups if set(group.accounts) != set(accounts))
    return Choices(others, others_together, services().benchmarks.all(), query.benchmark)
