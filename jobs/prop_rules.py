"""Holds the accounts that have rules of a proprietary trading firm against them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobs._schedule import Schedule, every
from services.job_run import Outcome
from services.prop_firm.check import Status

if TYPE_CHECKING:
    from services.container import Services
    from services.settings import Settings

SECONDS = 30


def schedule(_: Settings) -> Schedule:
    """Twice a minute; an account in which nothing changed costs a look."""
    return every("Rules of prop firms", seconds=SECONDS)


def run(services: Services) -> Outcome:
    """Evaluate every set of every account once."""
    found = services.prop_firms.all_standings()
    breached = sum(one.status is Status.BREACHED for one in found)
    sentence = f"{len(found)} rule sets evaluated, {breached} breached."
    return Outcome(sentence, {"evaluated": len(found), "breached": breached})
