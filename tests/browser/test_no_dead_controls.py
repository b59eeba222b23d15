"""One control of every kind on every page does something when it is used."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.screen import DESK, PHONE

if TYPE_CHECKING:
    from services.container import Services
    from tests.browser.screen import Screen

CRAWL = (Path(__file__).parent / "crawl.js").read_text(encoding="utf-8")
PLACES = "live accounts trades calendar compare heatmaps import reports tax"
PATHS = ("/", *(f"/{place}" for place in PLACES.split()))
FEWEST, MOST = 20, 200
PATIENCE_SECONDS = 20.0


def test_every_control_does_something(screen: Screen, demo: Services) -> None:
    account = demo.performance.accounts()[0]
    done: list[str] = []
    for path in (*PATHS, f"/accounts/{account.id}"):
        screen.open(path)
        assert _dead(screen, done) == []
        assert screen.console() == []
    assert len(done) > FEWEST


def test_the_rarer_controls_of_a_phone_stand_behind_a_button(screen: Screen, demo: Services) -> None:
    screen.open("/", size=PHONE)
    hidden = "return ['#currency-picker', '#zone-picker', '[data-toggle-amounts]', '.top-bar [data-choice]']"
    hidden += ".filter((name) => document.querySelector(name).closest('.more-phone, .more-narrow')"
    hidden += ".checkVisibility()).length"
    assert screen.run(hidden) == 0
    screen.run("document.querySelector('[data-toggle-more]').click()")
    screen.settle()
    screen.run("window.shift = 0")  # what moved because somebody asked for it
    assert screen.run(hidden) == 4
    assert screen.run("return document.querySelector('[data-toggle-more]').ariaExpanded") == "true"
    assert screen.faults() == {}
    screen.open("/", size=DESK)
    assert screen.run(hidden) == 4


def _dead(screen: Screen, done: list[str]) -> list[str]:
    screen.run(CRAWL)
    dead: list[str] = []
    while (name := screen.run(f"return crawl.next({json.dumps(done)})")) is not None:
        assert len(done) < MOST
        done.append(name)
        if not _changes(screen):
            dead.append(name)
        if screen.run("return crawl.left()"):
            _return(screen)
            screen.run("crawl.still()")
    return dead


def _return(screen: Screen) -> None:
    screen.settle()
    if screen.run("return crawl.elsewhere()"):
        screen.renew(lambda: screen.run("history.back()"))
    else:
        screen.run("history.back()")
    screen.wait(lambda: not screen.run("return crawl.left()"))


def _changes(screen: Screen) -> bool:
    end = time.monotonic() + PATIENCE_SECONDS
    while not screen.run("return crawl.changed()"):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
