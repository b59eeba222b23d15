"""Files in a browser: made by a click, followed wherever one goes; and rules that move by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from services import export_jobs

if TYPE_CHECKING:
    from services.container import Services
    from tests.browser.live_stage import Stage
    from tests.browser.screen import Screen

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

NOTES = "return document.getElementById('file-notes').innerText"
CLICK = "[...document.querySelectorAll('[data-file]')].find((link) => link.textContent === %r).click()"
SET = "return document.querySelector('[data-rules=mine] %s')?.textContent"
MINE = """
name: mine
label: My own
currency: {0.currency}
initial_balance: 1000000000
reset: {{at: "00:00", zone: UTC}}
daily_loss: {{fraction: 0.5}}
"""


def test_a_long_file_is_followed_from_page_to_page(
    live: Screen, stage: Stage, demo: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_jobs, "MOST_ROWS_AT_ONCE", {})
    live.open("/trades")
    live.run(CLICK % "JSON")
    live.wait(lambda: "waits for its turn" in live.run(NOTES))
    assert live.path == "/trades", "nobody is sent away"
    kept, *_ = demo.export_history.all()
    told: dict[str, Any] = {"export_id": str(kept.id), "filename": kept.filename, "accounts": []}
    live.renew(lambda: live.run("document.querySelector('#side-pages a[href=\"/\"]').click()"))
    stage.happen("export", "", **told, status="running", progress=0.25, seconds_left=9, error=None)
    live.wait(lambda: "25\u202f%, 9 s left" in live.run(NOTES))
    live.go("/accounts")
    live.wait(lambda: kept.filename in live.run(NOTES))
    stage.happen("export", "", **told, status="ready", progress=1.0, download_url="/x", error=None)
    live.wait(lambda: "is ready" in live.run(NOTES))
    assert live.run("return document.querySelector('#file-notes a').getAttribute('href')") == "/x"
    assert live.console() == []


def test_without_the_stream_the_server_is_asked(
    screen: Screen, demo: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_jobs, "MOST_ROWS_AT_ONCE", {})
    screen.open("/trades")
    screen.run(CLICK % "JSON")
    screen.wait(lambda: "waits for its turn" in screen.run(NOTES))
    kept, *_ = demo.export_history.all()
    demo.export_jobs.make(kept.id)
    screen.wait(lambda: "is ready" in screen.run(NOTES))


def test_rules_move_without_being_asked_for(live: Screen, stage: Stage, demo: Services) -> None:
    account = demo.performance.find(stage.first)
    demo.prop_firms.assign(account.id, text=MINE.format(account))
    live.open(f"/accounts/{account.id}")
    live.wait(lambda: bool(live.run(SET % ".used")))
    rule = {
        "rule": "daily_loss",
        "status": "fine",
        "limit": "50000.00",
        "used": "123.45",
        "headroom": "49876.55",
    }
    found = {"name": "mine", "status": "open", "headroom": "49876.55", "rules": [rule]}
    stage.happen("prop_update", str(account.id), currency=account.currency, sets=[found])
    live.wait(lambda: live.run(SET % ".used") == "123.45 of 50,000.00")
    assert live.run(SET % "[data-figure=headroom]") == live.run(SET % ".room") == "49,876.55"
