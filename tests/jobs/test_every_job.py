"""Laws of all jobs, present and future."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from apscheduler.triggers.cron import CronTrigger

import jobs
from services.job_run import Outcome
from services.plugins import public_modules

if TYPE_CHECKING:
    from services.container import Services

MODULES = sorted(public_modules(jobs.__name__))


@pytest.mark.parametrize("module", MODULES)
def test_it_says_when_it_runs_in_utc(module: str, services: Services) -> None:
    schedule = import_module(module).schedule(services.settings)
    assert schedule is None or (schedule.title and schedule.period and schedule.grace)
    if schedule is not None and isinstance(schedule.trigger, CronTrigger):
        assert str(schedule.trigger.timezone) == "UTC"


@pytest.mark.parametrize("module", MODULES)
def test_it_runs_on_an_empty_database_and_says_what_it_did(module: str, services: Services) -> None:
    done = import_module(module).run(services)
    sentence = done.message if isinstance(done, Outcome) else done
    assert sentence.endswith(".")


@pytest.mark.slow
@pytest.mark.parametrize("module", MODULES)
def test_it_runs_on_the_demo_accounts_twice(module: str, demo_services: Services) -> None:
    for _ in range(2):
        assert import_module(module).run(demo_services)
