"""Every page, in both themes, on a desk and on a phone, with figures, without, and when something fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.screen import DESK, PHONE, Screen

if TYPE_CHECKING:
    from services.container import Services

PATHS = (
    "/",
    "/live",
    "/accounts",
    "/trades",
    "/calendar",
    "/calendar?view=year",
    "/compare",
    "/heatmaps",
    "/reports",
    "/tax",
    "/import",
    "/data",
    "/nowhere",
)
SIZES = {"light": DESK, "dark": PHONE}
STATES = [("demo", "light"), ("demo", "dark"), ("empty", "light"), ("error", "dark")]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("state", "theme"), STATES, indirect=["state"])
def test_a_page_has_no_fault(screen: Screen, state: str, path: str, theme: str) -> None:
    screen.open(path, theme=theme, size=SIZES[theme])
    assert screen.run("return document.documentElement.dataset.bsTheme") == theme
    assert screen.faults() == {}


@pytest.mark.parametrize(("theme", "size"), [("dark", DESK), ("light", PHONE)])
def test_an_account_has_no_fault(screen: Screen, demo: Services, theme: str, size: tuple[int, int]) -> None:
    account = demo.performance.accounts()[0]
    screen.open(f"/accounts/{account.id}", theme=theme, size=size)
    assert account.name in screen.heading
    screen.wait(lambda: not screen.run("return document.querySelectorAll('.panel-skeleton').length"))
    charts = "return [...document.querySelectorAll('.chart-figure')]"
    charts += ".map((one) => !!one.querySelector('figcaption'))"
    assert screen.run(charts) == [True] * 5
    assert screen.faults() == {}


def test_accounts_as_one_have_no_fault(screen: Screen, demo: Services) -> None:
    screen.open("/groups/all", theme="dark", size=PHONE)
    assert all(
        account.name in screen.run("return document.body.innerText")
        for account in demo.performance.accounts()
    )
    assert screen.faults() == {}


def test_twice_as_large_it_still_fits(screen: Screen, demo: Services) -> None:
    screen.open("/", size=(640, 400))
    assert screen.run("return document.documentElement.scrollWidth") <= 640
