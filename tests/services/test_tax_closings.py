"""Filed years: closed with their sums, compared with what comes later, opened again, all in the audit log."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from services.errors import InvalidInputError
from services.tax.model import LotMethod, Owner, TaxClass
from tests.services.test_tax_years import WASH
from tests.tax.stories import account_named, imported, line

if TYPE_CHECKING:
    from services.container import Services

UNKNOWN = line("2025-03-03", "buy", 1, "5", symbol="ODD", asset_class="")


def final(services: Services, *lines: str) -> str:
    """The account of a year of which everything is known."""
    imported(services, *lines)
    account = str(account_named(services, "U1").id)
    services.tax_profiles.set_complete(account, date(2026, 1, 30))
    return account


def audited(services: Services) -> list[tuple[str, str, str, str | None]]:
    with services.database.read() as connection:
        noted = connection.exec_driver_sql(
            "SELECT action, actor, object, detail ->> 'gain' FROM audit_log"
            " WHERE action IN ('close_tax_year', 'reopen_tax_year') ORDER BY id"
        )
        return [tuple(row) for row in noted]


def test_a_closed_year_says_when_through_what_and_with_which_sums(services: Services) -> None:
    final(services, *WASH[:2])
    assert services.tax_closings.of(2025) is None
    services.tax_closings.close(2025, actor="page")
    closing = services.tax_closings.of(2025)
    assert closing is not None
    assert closing.filed == closing.now
    assert (closing.actor, closing.is_unchanged, closing.now.rows) == ("page", True, 1)
    sums = closing.now.totals
    assert (sums.proceeds, sums.basis, sums.gain) == (Decimal(4000), Decimal(5000), Decimal(-1000))
    assert closing.time is not None
    assert closing.time.tzinfo is not None


def test_what_changes_later_stands_beside_what_was_filed_and_can_be_closed_as_amended(
    services: Services,
) -> None:
    final(services, *WASH[:2])
    services.tax_closings.close(2025)
    assert services.tax_closings.altered() == ()
    imported(services, WASH[2])
    closing = services.tax_closings.of(2025)
    assert closing is not None
    assert closing.filed is not None
    assert (closing.is_unchanged, services.tax_closings.altered()) == (False, (2025,))
    assert (closing.filed.totals.gain, closing.now.totals.gain) == (Decimal(-1000), Decimal(0))
    services.tax_closings.close(2025)
    amended = services.tax_closings.of(2025)
    assert amended is not None
    assert (amended.is_unchanged, amended.filed) == (True, closing.now)


def test_a_year_that_misses_something_is_not_closed(services: Services) -> None:
    for sentence, act in (
        ("nothing to close", lambda: None),
        ("provisional until everything through 2026-01-30", lambda: imported(services, *WASH[:2])),
        ("1 symbol needs a decision", lambda: imported(services, UNKNOWN)),
    ):
        act()
        with pytest.raises(InvalidInputError, match=sentence):
            services.tax_closings.close(2025)
    assert services.tax_profiles.read()[0].closed == {}
    assert audited(services) == []


def test_other_rows_than_those_that_were_seen_are_not_closed(services: Services) -> None:
    account = final(services, *WASH[:2])
    with pytest.raises(InvalidInputError, match="have changed since"):
        services.tax_closings.close(2025, expects="what somebody saw")
    assert services.tax_closings.of(2025) is None
    assert services.tax_profiles.read()[0].owner(account) is Owner.TAXPAYER


def test_a_year_opened_again_takes_methods_and_forgets_what_was_filed(services: Services) -> None:
    final(services, *WASH[:2])
    services.tax_closings.close(2025)
    with pytest.raises(InvalidInputError, match="The year 2025 is closed"):
        services.tax_profiles.set_method("", LotMethod.LIFO, date(2025, 1, 1))
    services.tax_closings.reopen(2025, actor="cli")
    services.tax_profiles.set_method("", LotMethod.LIFO, date(2025, 1, 1))
    assert services.tax_closings.of(2025) is None
    with pytest.raises(InvalidInputError, match="The year 2025 is open"):
        services.tax_closings.reopen(2025)
    assert audited(services) == [
        ("close_tax_year", "user", "2025", "-1000.00"),
        ("reopen_tax_year", "cli", "2025", None),
    ]


def test_sums_are_those_that_are_printed(services: Services) -> None:
    final(services, line("2025-06-02", "buy", 1, "50.40"), line("2025-07-02", "sell", 1, "60.60"))
    services.tax_profiles.change({"whole_dollars": "true"})
    services.tax_closings.close(2025)
    assert audited(services)[0][3] == "11.00"


def test_a_closing_whose_sums_nobody_noted_shows_them_while_they_are_the_same(services: Services) -> None:
    final(services, *WASH[:2], line("2025-05-02", "buy", 1, "5", symbol="ABC"))
    services.tax_closings.close(2025)
    with services.database.begin() as connection:
        connection.exec_driver_sql("DELETE FROM audit_log")
    closing = services.tax_closings.of(2025)
    assert closing is not None
    assert (closing.time, closing.filed) == (None, closing.now)
    services.tax_profiles.set_class("XYZ", TaxClass.NOT_REALIZED)
    changed = services.tax_closings.of(2025)
    assert changed is not None
    assert (changed.filed, changed.is_unchanged) == (None, False)
