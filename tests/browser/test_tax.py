"""A tax year closed and opened again by hand, on a desk and on a phone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.browser.screen import DESK, PHONE
from tests.services.test_tax_years import WASH
from tests.tax.stories import account_named, imported

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.container import Services
    from tests.browser.screen import Screen

MARK = "const mark = document.querySelector('.tax-page .plain .explain');"
IS_WHOLE = """
const panel = mark.querySelector('.popover-panel'), box = panel.getBoundingClientRect();
return [[4, 4], [box.width - 4, box.height - 4]].every(([x, y]) =>
  panel.contains(document.elementFromPoint(box.left + x, box.top + y)));
"""


def _text(screen: Screen, selector: str) -> str:
    return str(screen.run(f"return document.querySelector({selector!r})?.innerText ?? ''"))


def _act(screen: Screen, name: str) -> None:
    """Ask, look where the focus is, and confirm."""
    screen.run(f"document.querySelector('[data-opens=tax-{name}-dialog]').click()")
    assert screen.run("return document.activeElement.innerText") == "Not now"
    assert screen.faults() == {}
    screen.renew(lambda: screen.run(f"document.querySelector('#tax-{name}-dialog .primary').click()"))


def test_a_year_is_closed_and_opened_again(
    screen: Screen, services: Services, install: Callable[[Services], None]
) -> None:
    install(services)
    imported(services, *WASH[:2])
    services.tax_profiles.set_complete(str(account_named(services, "U1").id), date(2026, 1, 30))
    screen.open("/tax?year=2025")
    _act(screen, "close")
    assert "2025 is closed with 1 row." in _text(screen, "#toasts")
    screen.open("/tax?year=2025", theme="dark", size=PHONE)
    assert _text(screen, ".page-header .pill") == "Closed"
    assert "on this page" in _text(screen, "[aria-label='Open or closed']")
    assert screen.faults() == {}
    _act(screen, "reopen")
    assert "2025 is open again." in _text(screen, "#toasts")
    assert _text(screen, ".page-header .pill") == "Final"
    assert services.tax_closings.of(2025) is None


def test_why_a_loss_is_washed_is_not_cut_off_by_its_table(
    screen: Screen, services: Services, install: Callable[[Services], None]
) -> None:
    install(services)
    imported(services, *WASH)
    for size in (DESK, PHONE):
        screen.open("/tax?year=2025", size=size)
        screen.run(
            f"{MARK} mark.scrollIntoView({{ behavior: 'instant', block: 'center', inline: 'center' }})"
        )
        screen.run(f"{MARK} mark.querySelector('summary').click()")
        screen.wait(lambda: screen.run(f"{MARK} return mark.open"))
        screen.wait(lambda: screen.run(f"{MARK} {IS_WHOLE}"))
        screen.run("window.scrollBy({ top: -60, behavior: 'instant' })")
        screen.wait(lambda: not screen.run(f"{MARK} return mark.open"))


def test_a_field_keeps_the_focus_when_its_change_draws_the_year_anew(
    screen: Screen, services: Services, install: Callable[[Services], None]
) -> None:
    install(services)
    imported(services, *WASH)
    screen.open("/tax?year=2025")
    field = "const field = document.querySelector('select[id*=owner]');"
    screen.run(f"{field} window.first = field; field.focus()")
    choose = "field.value = 'spouse'; field.dispatchEvent(new Event('change', { bubbles: true }));"
    screen.renew(lambda: screen.run(f"{field} {choose}"))
    assert screen.run(f"{field} return field !== window.first && document.activeElement === field")
    assert services.tax_profiles.read()[0].owners
    screen.run("document.querySelector('.choice-links a[href$=\"year=2025\"]').focus()")
    screen.renew(lambda: screen.run("document.activeElement.click()"))
    assert screen.run("return document.activeElement.innerText") == "2025"
