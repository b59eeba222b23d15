"""A tax year is the same when its deals have left the database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from services.container import Services
from tests.retention.aging import age
from tests.services.test_tax_years import MIXED, WASH
from tests.tax.stories import imported

if TYPE_CHECKING:
    from services.tax.year import TaxYear


def year(services: Services) -> TaxYear:
    """As another process sees it, without what says when it was read."""
    return Services(services.settings, services.database, None).tax_years.of(2025)


def test_a_year_is_the_same_when_its_deals_have_left_the_database(plain: Services) -> None:
    imported(plain, *WASH)
    imported(plain, *MIXED)
    before = year(plain)
    age(plain)
    with plain.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM deals").scalar_one() == 0
    after = year(plain)
    assert len(after.rows) == 2
    assert replace(after, statement=()) == replace(before, statement=())
