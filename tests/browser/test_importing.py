"""A report through the page, end to end: compared, stored, opened, and refused when rows are missing."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from benchmarks.statement_files import Ledger, made_up_ledger, mt5_history_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from services.container import Services
    from tests.browser.screen import Screen

DEALS = 60
LEFT = "return document.getElementById('import-left').innerText"
RIGHT = "return document.getElementById('import-right').innerText"
BUTTON = "return document.getElementById('import-store').{}"


@pytest.fixture
def empty(install: Callable[[Services], None], services: Services) -> Services:
    """A product without any account behind the pages."""
    install(services)
    return services


@pytest.fixture
def ledger() -> Ledger:
    """The account that the reports tell of."""
    return made_up_ledger(DEALS, seed=3)


def _choose(screen: Screen, folder: Path, ledger: Ledger, name: str = "report.xlsx") -> None:
    file = folder / name
    file.write_bytes(mt5_history_xlsx(ledger))
    screen.open("/import")
    screen.browser.find_element("css selector", "#import-files input[type=file]").send_keys(str(file))
    screen.wait(lambda: name in screen.run(LEFT))
    screen.wait(lambda: not screen.run("return document.getElementById('import-form').hidden"))


def _store(screen: Screen) -> None:
    screen.wait(lambda: not screen.run(BUTTON.format("disabled")))
    screen.run("document.getElementById('import-store').click()")
    screen.wait(
        lambda: screen.run("return document.querySelector('#import-right .pill')?.innerText") == "Stored"
    )


def test_a_report_is_compared_stored_opened_and_the_second_time_nothing_new(
    screen: Screen, empty: Services, ledger: Ledger, tmp_path: Path
) -> None:
    _choose(screen, tmp_path, ledger)
    matches, figures = re.search(r"(\d+) of (\d+) match", screen.run(LEFT)).groups()  # type: ignore[union-attr]
    assert matches == figures
    assert "Reconciles" in screen.run(RIGHT)
    assert empty.performance.accounts() == ()
    assert screen.run(BUTTON.format("innerText")) == f"Store {DEALS} deals"
    assert screen.faults() == {}
    _store(screen)
    assert f"{DEALS} deals stored." in screen.run("return document.getElementById('toasts').innerText")
    screen.run("document.querySelector('#import-right a').click()")
    (account,) = empty.performance.accounts()
    screen.wait(lambda: screen.path == f"/accounts/{account.id}")
    screen.settle()
    assert account.name in screen.heading
    assert "Report" in screen.run("return document.getElementById('freshness').innerText")
    _choose(screen, tmp_path, ledger)
    assert f"{DEALS} read · 0 new" in screen.run(RIGHT)
    screen.wait(lambda: screen.run(BUTTON.format("innerText")) == "Nothing new to store")
    assert screen.run(BUTTON.format("disabled"))


def test_a_report_with_a_row_cut_out_names_rows_and_waits_for_the_tick(
    screen: Screen, empty: Services, ledger: Ledger, tmp_path: Path
) -> None:
    cut = replace(ledger, deals=[*ledger.deals[:20], *ledger.deals[21:]])
    _choose(screen, tmp_path, cut, "cut.xlsx")
    assert "Does not add up" in screen.run(RIGHT)
    assert re.search(r"[Rr]ow \d+", screen.run(RIGHT))
    assert screen.run(BUTTON.format("disabled"))
    assert screen.faults() == {}
    screen.run("document.getElementById('import-confirm').click()")
    _store(screen)
    (account,) = empty.performance.accounts()
    assert empty.performance.reconciliation(account.id).standing.value == "Residual"
