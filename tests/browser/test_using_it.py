"""What a reader does: goes about, goes back, presses keys, changes the look, brings a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.browser.screen import DESK, PHONE

if TYPE_CHECKING:
    from pathlib import Path

    from services.calc.period import Period
    from services.container import Services
    from tests.browser.screen import Screen


def _click(screen: Screen, selector: str) -> None:
    screen.run(f"document.querySelector({selector!r}).click()")


def test_links_keep_the_period_and_back_returns(screen: Screen, demo: Services) -> None:
    screen.open("/")
    screen.renew(lambda: _click(screen, "[data-set='period=1y']"))
    assert screen.path == "/?period=1y"
    screen.renew(lambda: _click(screen, ".account-rows a.row-name"))
    assert screen.path.startswith("/accounts/")
    assert screen.path.endswith("?period=1y")
    screen.renew(screen.browser.back)
    assert (screen.heading, screen.path) == ("Overview", "/?period=1y")


def test_keys_lead_about(screen: Screen, demo: Services) -> None:
    screen.open("/")
    screen.renew(lambda: screen.press("g", "t"))
    assert screen.path == "/trades"
    screen.renew(lambda: screen.press("["))
    assert screen.path == "/trades?period=1y"
    screen.press("?")
    assert screen.run("return document.getElementById('keys-dialog').open")
    screen.press("Escape")
    assert not screen.run("return document.getElementById('keys-dialog').open")


def test_the_theme_changes_the_chart_without_loading_anew(screen: Screen, demo: Services) -> None:
    screen.open("/", theme="light")
    stroke = "return document.querySelector('.scatterlayer .js-line:last-of-type')?.style.stroke"
    before = screen.run(stroke)
    screen.run("window.still = true")
    _click(screen, "[data-choice='theme=dark']")
    screen.wait(lambda: screen.run(stroke) not in (None, before))
    assert screen.run("return window.still") is True
    assert screen.run("return document.documentElement.dataset.bsTheme") == "dark"


def test_hidden_amounts_are_not_in_the_page(screen: Screen, demo: Services) -> None:
    screen.open("/")
    amounts = re.findall(
        r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", screen.run("return document.getElementById('main').innerText")
    )
    assert amounts
    screen.run("window.still = true")
    screen.press("i")
    screen.wait(lambda: screen.run("return document.documentElement.dataset.amounts") == "hidden")
    screen.wait(lambda: "•••" in _main(screen))
    screen.settle()
    shown = screen.run("return document.getElementById('main').outerHTML")
    assert [amount for amount in set(amounts) if amount in shown and "." in amount] == []
    screen.press("i")
    screen.wait(lambda: "." in "".join(re.findall(r"\d,\d{3}\.\d", _main(screen))))
    assert screen.run("return window.still") is True


def _main(screen: Screen) -> str:
    return str(screen.run("return document.getElementById('main').innerText"))


def test_the_figures_move_and_nothing_else_does(screen: Screen, demo: Services) -> None:
    screen.open("/")
    screen.run("window.shift = 0; document.querySelector('.chart-box .main-svg').mark = 1")
    screen.run("document.querySelector('.kpi details').open = true")
    screen.wait(lambda: screen.run("return performance.now() > 9000"))
    assert screen.run("return document.querySelector('.chart-box .main-svg').mark") == 1
    assert screen.run("return document.querySelector('.kpi details').open") is True
    assert float(screen.run("return window.shift")) < 0.01


def test_the_trades_narrow_as_one_types_and_the_address_says_so(screen: Screen, demo: Services) -> None:
    screen.open("/trades?find=XAU")
    every = len(demo.performance.trades((), _everything()))
    screen.wait(
        lambda: (
            f"of {every:,} trades" in screen.run("return document.getElementById('trades-count').innerText")
        )
    )
    screen.wait(lambda: screen.run("return document.querySelectorAll('.ag-floating-bottom .ag-row').length"))
    _click(screen, ".ag-header-cell[col-id=held] .ag-header-cell-label")
    screen.wait(lambda: "sort=held" in screen.path)
    assert "find=XAU" in screen.path
    _click(screen, "#trades-columns input[value=magic]")
    screen.wait(lambda: "columns=" in screen.path)
    screen.open(screen.path)
    assert screen.run("return document.querySelector('#trades-columns input[value=magic]').checked")
    _click(screen, "#trades-columns input[value=magic]")
    screen.wait(lambda: "columns=" not in screen.path)


def test_a_file_that_is_no_report_is_refused_in_a_sentence(
    screen: Screen, demo: Services, tmp_path: Path
) -> None:
    file = tmp_path / "notes.xlsx"
    file.write_bytes(b"not a report")
    screen.open("/import")
    field = screen.browser.find_element("css selector", "#import-files input[type=file]")
    field.send_keys(str(file))
    screen.wait(lambda: screen.run("return !!document.querySelector('#import-left [role=alert]')"))
    assert "notes.xlsx" in screen.run("return document.getElementById('import-left').innerText")
    assert screen.run("return document.getElementById('import-form').hidden") is True


def test_the_demo_goes_only_after_a_question(screen: Screen, demo: Services) -> None:
    screen.open("/")
    _click(screen, "#demo-note button")
    assert screen.run("return document.getElementById('remove-demo-dialog').open")
    _click(screen, "#remove-demo-dialog [data-closes]")
    assert demo.performance.has_demo()


def test_a_file_with_a_long_name_leaves_its_button_in_view(screen: Screen, demo: Services) -> None:
    mine = "&".join(f"account={account.id}" for account in demo.performance.accounts()[1:2])
    link = "document.querySelector('#reports-files a[download]')"
    screen.open(f"/reports?{mine}&report=performance&format=csv&part=equity_curve")
    screen.run("document.getElementById('reports-generate').click()")
    screen.wait(lambda: screen.run(f"return !!{link}"))
    for size in (DESK, PHONE):
        screen.open("/reports", size=size)
        wrap = f"{link}.closest('.table-wrap')"
        assert screen.run(f"return {link}.download.length") > 40
        assert screen.run(f"return {wrap}.scrollWidth - {wrap}.clientWidth") == 0


def test_a_preview_comes_into_view_with_the_focus(screen: Screen, demo: Services) -> None:
    screen.open("/reports?report=accounts", size=PHONE)
    screen.run("document.getElementById('reports-look').click()")
    screen.wait(lambda: screen.run("return document.activeElement.id") == "reports-preview")
    top = "return document.getElementById('reports-preview').getBoundingClientRect().top"
    screen.wait(lambda: 0 <= float(screen.run(top)) < PHONE[1] / 2)
    assert screen.faults() == {}


def _everything() -> Period:
    from dashboard.query import Query  # noqa: PLC0415

    return Query().stretch()
