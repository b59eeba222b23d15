"""The calendar by keyboard: among days, into one, before and after, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.container import Services
    from tests.browser.screen import Screen

AT = "return document.activeElement.dataset.day"


def test_the_keys_lead_through_days_and_months(screen: Screen, demo: Services) -> None:
    screen.open("/calendar?view=month&day=2026-06-10")
    screen.run("document.querySelector('.calendar-page a[rel]').focus()")
    screen.press("ArrowDown")
    assert screen.run(AT) == "2026-06-01"
    screen.press("ArrowDown", "ArrowRight", "ArrowUp", "ArrowUp")
    assert screen.run(AT) == "2026-06-02"
    screen.renew(lambda: screen.press("PageUp"))
    assert screen.path == "/calendar?view=month&day=2026-05-01"
    screen.renew(lambda: screen.run("document.querySelector('[data-day=\"2026-05-06\"]').click()"))
    assert "6 May 2026" in screen.heading
    screen.renew(lambda: screen.run("history.back()"))
    assert "May 2026" in screen.heading
    assert screen.faults() == {}
