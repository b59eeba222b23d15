"""The page that tells five Sharpe ratios apart, and the way to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash

from components import format as fmt
from components.explanation import explanation
from dashboard.context import services
from dashboard.query import Query
from dashboard.scope import scope_of
from tests.components import samples
from tests.components.reading import looks, named, words
from tests.pages.files import buttons, rows_of

if TYPE_CHECKING:
    from services.container import Services


def show(**values: str) -> object:
    found = next(page for page in dash.page_registry.values() if page["path"] == "/which-sharpe")
    return found["layout"](**values)


def test_every_account_has_all_five_and_ours_is_what_its_page_says(demo: Services) -> None:
    shown = show()
    accounts = services().performance.accounts()
    assert len(named(shown, "Table")) == len(accounts)
    first = str(accounts[0].id)
    table = named(show(account=first), "Table")[0]
    rows = [words(row) for row in named(table, "Tr")[1:]]
    assert len(rows) == 5
    performance = services().performance
    period = scope_of(Query()).period
    ours = performance.explain(first, "sharpe_ratio", "net", period)
    mt5 = performance.explain(first, "sharpe_ratio", "mt5", period)
    assert fmt.ratio(ours.value) in rows[0]
    assert fmt.ratio(mt5.value) in rows[1]


def test_it_says_how_each_is_made(demo: Services) -> None:
    text = words(show())
    for product in ("MetaTrader 5 report", "quantstats", "freqtrade", "TradeTally"):
        assert product in text
    assert "lead-line" in looks(show())


def test_without_accounts_it_leads_to_the_import(empty: Services) -> None:
    assert "/import" in [link.href for link in named(show(), "A")]


def test_the_explanation_of_the_ratio_leads_there_and_no_other_does() -> None:
    linked = [link.href for link in named(explanation(samples.value("sharpe_ratio", 1.0)), "A")]
    assert linked == ["/which-sharpe"]
    assert named(explanation(samples.value("sortino_ratio", 1.0)), "A") == []


def test_each_account_is_a_file_of_its_own(demo: Services) -> None:
    made = buttons(show())
    for account in demo.performance.accounts():
        rows = rows_of(made[f"Sharpe ratio of {account.name} as CSV"].href)
        assert {row["account"] for row in rows} == {account.name}
        assert len({row["product"] for row in rows}) == 5
        ours = demo.performance.explain(account.id, "sharpe_ratio", "net", scope_of(Query()).period)
        assert rows[0]["sharpe_ratio"] == ours.value
