"""What a report lays its accounts beside: the benchmark that its request names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.beside import ALONE, Beside
from services.errors import ServiceError
from services.exports import Fact, Text

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from services.benchmarks import Chosen
    from services.container import Services
    from services.exports import Part
    from services.reports._registry import Request

BENCHMARK = "benchmark"


def chosen_of(services: Services, request: Request, accounts: Collection[UUID]) -> tuple[Chosen | None, str]:
    """The benchmark of a request for these accounts; None with the sentence that says why not."""
    named = request.option(BENCHMARK)
    if not named:
        return None, ""
    try:
        return services.benchmarks.choose(named, accounts, request.zone), ""
    except ServiceError as error:
        return None, str(error)


def beside_of(found: Chosen | None) -> Beside:
    """A benchmark as what metrics are measured beside."""
    return ALONE if found is None else Beside(benchmark=found.benchmark)


def benchmark_facts(found: Chosen | None) -> tuple[Fact, ...]:
    """The line of a cover that names the benchmark, where there is one."""
    return () if found is None else (Fact(BENCHMARK, "Benchmark", found.name),)


def problem_parts(problem: str) -> tuple[Part, ...]:
    """Why nothing stands beside the accounts, where a benchmark was named."""
    return (Text("beside", "Beside a benchmark", (problem,)),) if problem else ()
