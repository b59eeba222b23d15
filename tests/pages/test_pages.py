"""Every page in every state: with the demo accounts, without any, and when something fails."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import dash
import pytest
from dash import no_update
from dash._callback_context import context_value
from dash._utils import AttributeDict
from dash.exceptions import PreventUpdate

from dashboard import shell
from dashboard.context import services
from dashboard.query import Query
from services.errors import UnavailableError
from services.settings import PROJECT
from tests.components.reading import looks, named, parts, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dash import Dash

    from services.container import Services

PATHS = (
    "/",
    "/live",
    "/accounts",
    "/trades",
    "/calendar",
    "/compare",
    "/heatmaps",
    "/reports",
    "/tax",
    "/import",
    "/data",
)


def _page(path: str) -> dict[str, object]:
    return next(page for page in dash.page_registry.values() if page["path"] == path)


def _show(path: str, **values: str) -> object:
    return _page(path)["layout"](**values)  # type: ignore[operator]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_has_one_heading_and_a_line_that_says_what_is_shown(demo: Services, path: str) -> None:
    shown = _show(path)
    assert len(named(shown, "H1")) == 1
    assert "lead-line" in looks(shown)


@pytest.mark.parametrize("path", ["/", "/live", "/accounts", "/trades", "/calendar", "/compare", "/heatmaps"])
def test_without_accounts_a_page_leads_to_the_import(empty: Services, path: str) -> None:
    shown = _show(path)
    assert len(named(shown, "H1")) == 1
    assert "/import" in [link.href for link in named(shown, "A")]


@pytest.mark.parametrize("path", ["/", "/live", "/accounts", "/trades", "/calendar", "/compare", "/heatmaps"])
@pytest.mark.parametrize(
    "problem", [UnavailableError("The database is down."), RuntimeError("secret detail")]
)
def test_a_failure_is_told_in_a_sentence(
    demo: Services, monkeypatch: pytest.MonkeyPatch, path: str, problem: Exception
) -> None:
    def fail(*_: object) -> None:
        raise problem

    monkeypatch.setattr(type(demo.performance), "accounts", fail)
    shown = _show(path)
    assert "could not be shown" in words(shown)
    assert "secret detail" not in words(shown)
    assert any(getattr(button, "data-reload", None) for button in named(shown, "Button"))


@pytest.mark.parametrize("path", PATHS)
def test_a_hostile_address_shows_the_page_all_the_same(demo: Services, path: str) -> None:
    shown = _show(
        path, period="'; drop table", account="<script>", currency="$", zone="../..", sort="x", filter="{{"
    )
    assert "could not be shown" not in words(shown)


def test_an_account_page_shows_both_bases_and_its_reconciliation(demo: Services) -> None:
    account = services().performance.accounts()[0]
    shown = _show("/accounts/none", account_id=str(account.id))
    text = words(shown)
    assert account.name in text
    assert "Net round trips" in text
    assert "Reconciliation" in text
    assert named(shown, "Graph")


@pytest.mark.parametrize("name", ["x", "../..", "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_account_is_told_and_leads_back(demo: Services, name: str) -> None:
    shown = _show("/accounts/none", account_id=name)
    assert "No such account" in words(shown)
    assert "/accounts" in [link.href for link in named(shown, "A")]


def test_a_period_without_trades_says_so(demo: Services) -> None:
    shown = _show("/trades", period="2001-01-01..2001-01-02")
    assert "No closed trades" in words(shown)


def test_amounts_are_hidden_where_the_browser_asks_for_it(app: Dash, demo_services: Services) -> None:
    from dashboard import context  # noqa: PLC0415 - after the application

    context.install(app.server, demo_services)
    with app.server.test_request_context("/", headers={"Cookie": "amounts=hidden; shown_theme=dark"}):
        shown = _show("/")
    assert not re.search(r"\d{1,3},\d{3}\.\d\d", words(shown))
    assert "•••" in words(shown)


def test_the_figures_that_move_are_leaves_of_the_page(demo: Services) -> None:
    from pages import overview  # noqa: PLC0415 - after the application

    answer = overview.ask(Query())
    names = {part.id["name"] for part in parts(_show("/")) if isinstance(getattr(part, "id", None), dict)}
    moving = overview.moving(answer)
    assert set(moving) == names - {"overview"}
    assert not any(named(part, "Graph") or named(part, "A") for part in moving.values())


def test_the_moving_figures_are_answered_in_the_order_asked_for(demo: Services) -> None:
    from pages import account, accounts, overview  # noqa: PLC0415 - after the application

    first = str(services().performance.accounts()[0].id)
    names = [{"id": {"name": f"{first}/equity"}}, {"id": {"name": "gone"}}]
    with asking(names):
        assert overview.refresh(1, "?period=1y")[1] is no_update
        assert re.fullmatch(r"[\d,.]+", words(accounts.refresh(1, "")[0]))
    with asking([[{"id": {"name": "Equity/value"}}], {}]):
        figures, open_positions = account.refresh(1, [first, ""])
    assert re.search(r"\d", words(figures[0]))
    assert "Balance" in words(open_positions)


def test_a_metric_is_explained_on_both_bases_when_that_is_asked_for(demo: Services) -> None:
    from pages import account  # noqa: PLC0415 - after the application

    first = str(services().performance.accounts()[0].id)
    with asking([], triggered="first/win_rate"):
        told = words(account.explain(1, [first, ""]))
        with pytest.raises(PreventUpdate):
            account.explain(None, [first, ""])
    assert "Net round trips: " in told
    assert "MT5 report: " in told
    assert told.count("95 % interval") == 1


@contextmanager
def asking(outputs: Sequence[object], *, triggered: str = "") -> Iterator[None]:
    """Within the block callbacks believe that a browser asked for *outputs*."""
    asked = [
        {"prop_id": json.dumps({"name": triggered, "type": "explain"}, separators=(",", ":")) + ".n_clicks"}
    ]
    token = context_value.set(AttributeDict(outputs_list=outputs, triggered_inputs=asked))
    try:
        yield
    finally:
        context_value.reset(token)


def test_every_page_in_the_navigation_exists_and_keeps_the_state(demo: Services) -> None:
    query = Query(period="1m")
    found = shell.entries(query)
    assert [entry.path for entry in found] == list(PATHS)
    assert all(entry.href == f"{entry.path}?period=1m" for entry in found)
    assert len({entry.key for entry in found}) == len(found)


def test_the_frame_follows_the_address(demo: Services) -> None:
    account = services().performance.accounts()[0]
    drawn = shell.follow_address(f"/accounts/{account.id}", "?period=1m&zone=UTC")
    pickers = {part.id: part.value for part in parts(drawn[3]) if type(part).__name__ == "Select"}
    assert pickers == {"account-picker": str(account.id), "currency-picker": "-", "zone-picker": "UTC"}
    current = [link for link in named(drawn, "A") if getattr(link, "aria-current", None) == "true"]
    assert [link.children for link in current] == ["1M"]
    assert "Demo data" in words(drawn[4])


def test_the_age_of_the_figures_is_told(demo: Services) -> None:
    account = services().performance.accounts()[0]
    for place in (("/", ""), (f"/accounts/{account.id}", ""), ("/trades", f"?account={account.id}")):
        assert re.search(r"Simulated.*\d+ (s|min|h|d)", words(shell.show_freshness(1, *place)))
    one, every = (words(shell.show_freshness(1, path, "")) for path in (f"/accounts/{account.id}", "/"))
    assert account.name in one
    assert every.count("made-up") > one.count("made-up") == 1


def test_no_figures_have_no_age(empty: Services) -> None:
    assert words(shell.show_freshness(1, "/", None)).startswith("No figures yet")


def test_the_frame_has_one_main_region_a_skip_link_and_a_live_region() -> None:
    frame = shell.layout()
    assert len(named(frame, "Main")) == 1
    assert named(frame, "A")[0].href == "#main"
    assert any(getattr(part, "aria-live", None) == "polite" for part in parts(frame))


def test_every_page_is_documented(demo: Services) -> None:
    text = (PROJECT / "docs" / "pages.md").read_text(encoding="utf-8")
    missing = [
        page["name"]
        for page in dash.page_registry.values()
        if f"`{page['path_template'] or page['path']}`" not in text
        and page["module"] != "pages.not_found_404"
    ]
    assert missing == []
