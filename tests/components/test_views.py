"""What the smaller views show."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest

from components import format as fmt
from components.account_table import account_table, by_return
from components.drawdown_bar import drawdown_bar
from components.explanation import explanation
from components.figure_table import figure_table, match_pill
from components.first_run import first_run
from components.import_form import Offer, import_form, offer_of, store_words
from components.import_result import Reading, problem_card, reading_left, reading_right
from components.import_steps import drop_zone, import_steps
from components.kpi import kpi_card, metric_kpi, metric_tone
from components.metric_table import FIRST, metric_table
from components.notices import notice_list
from components.pill import MEANINGS, TONES, standing_pill
from components.position_table import position_facts, position_table
from components.reconciliation_panel import import_list, reconciliation_badges, reconciliation_panel
from components.sparkline import sparkline
from components.states import error_state, page_skeleton
from components.toast import toast
from services.answers import Notice, Severity, Standing
from services.metrics import metrics
from tests.components import samples
from tests.components.reading import looks, named, parts, words


def test_a_key_figure_has_its_explanation() -> None:
    card = kpi_card(metric_kpi(samples.value("win_rate", 0.4748, low=0.412, high=0.538), "USD", 2))
    assert "n = 238 · 41.2 – 53.8" in words(card)
    (button,) = named(card, "Summary")
    assert getattr(button, "aria-label") == "How Win rate is computed"


def test_an_undefined_figure_says_why() -> None:
    card = kpi_card(metric_kpi(samples.value("sortino_ratio", math.nan, reason="No losing day."), "USD", 2))
    assert fmt.UNDEFINED in words(card)
    assert "No losing day." in words(card)


@pytest.mark.parametrize(
    ("name", "number", "tone"),
    [
        ("net_profit", -1.0, "loss"),
        ("total_return_twr", 0.1, "profit"),
        ("max_drawdown", 0.1, "loss"),
        ("profit_factor", 0.9, "loss"),
        ("profit_factor", 1.1, ""),
        ("sharpe_ratio", -0.1, "loss"),
        ("win_rate", 0.4, ""),
        ("win_rate", math.nan, "faint"),
    ],
)
def test_color_means_gain_or_loss(name: str, number: float, tone: str) -> None:
    assert metric_tone(samples.value(name, number)) == tone


@pytest.mark.parametrize("item", metrics(), ids=lambda item: item.name)
def test_every_metric_can_be_explained(item: object) -> None:
    value = samples.value(item.name, 1.0)  # type: ignore[attr-defined]
    assert value.metric.definition in words(explanation(value))


def test_both_bases_stand_side_by_side_and_are_not_mixed() -> None:
    table = metric_table(samples.values("net", win_rate=0.4748), samples.values("mt5", win_rate=0.4916), 2)
    row = next(row for row in named(table, "Tr") if "Win rate" in words(row))
    cells = [words(cell) for cell in named(row, "Td")]
    assert [cell.replace(fmt.NARROW_SPACE, " ") for cell in cells] == ["49.16 %", "47.48 %", "238"]
    assert {item.name for item in metrics()} >= set(FIRST)


def test_accounts_are_sorted_by_return_and_unknown_ones_come_last() -> None:
    rows = [samples.summary("a", math.nan), samples.summary("b", -0.1), samples.summary("c", 0.2)]
    assert [item.account.name for item in by_return(rows)] == ["c", "b", "a"]
    table = account_table(rows, "?period=1m")
    links = [link.href for link in named(table, "A")]
    assert links[0] == f"/accounts/{samples.account('c').id}?period=1m"
    assert "−5.00" in words(table)


def test_a_loss_is_told_by_its_sign_too() -> None:
    table = position_table([samples.position()], 2, samples.NOW)
    assert "−7.14" in words(table)
    assert "sell" in words(table)
    assert "3 h 0 min" in words(table)
    assert "No open positions." in words(position_table([], 2, samples.NOW))
    assert "Margin · level" in words(position_facts(samples.pnl(samples.account())))


def test_figures_that_differ_come_first() -> None:
    figures = samples.figures(match=False)
    table = figure_table(figures, first=5)
    assert "differs" in words(named(table, "Tr")[1])
    assert "7 more match · show all" in words(table)
    assert looks(match_pill(figures)) == {"pill", "loss"}
    assert "−1,598.66" in words(table)
    with fmt.amounts(hidden=True):
        assert "1,598" not in words(figure_table(figures))


def test_every_standing_has_its_word_and_its_meaning() -> None:
    for standing in Standing:
        assert standing in TONES
        assert MEANINGS[standing]
        assert words(standing_pill(standing)) == standing.value


def test_a_reconciliation_names_its_residual() -> None:
    answer = samples.reconciliation(Standing.RESIDUAL, "0.05")
    assert "Residual · residual 0.05" in words(reconciliation_badges(answer))
    assert "0.05 USD" in words(reconciliation_panel(answer))
    assert "report.xlsx" in words(import_list(answer.imports, "UTC"))
    assert "No file" in words(import_list([], "UTC"))


def test_a_file_shows_what_is_new_before_it_is_stored() -> None:
    reading = Reading("report.xlsx", (samples.report(),))
    assert "481 read · 481 new" in words(reading_right([reading]))
    assert "12 of 12 match" in words(reading_left([reading]))
    offer = Offer(**offer_of([reading]))
    assert (offer.files, offer.deals, offer.reconciles) == (1, 481, True)
    assert "Store 481 deals" in words(store_words(offer))


def test_a_stored_file_offers_nothing_more_and_leads_to_its_account() -> None:
    reading = Reading("report.xlsx", (samples.report(stored=True),))
    assert Offer(**offer_of([reading])).files == 0
    assert named(reading_right([reading]), "A")[0].href == f"/accounts/{samples.account().id}"
    assert words(store_words(Offer(files=1))) == "Nothing new to store"


def test_several_files_are_told_apart_by_their_names() -> None:
    two = [Reading(name, (samples.report(file=name),)) for name in ("one.xlsx", "two.xlsx")]
    assert "two.xlsx" in words(reading_right(two))
    assert "This import" in words(reading_right(two[:1]))


def test_metatrader_comes_first_among_the_formats() -> None:
    shown = words(import_steps(["Executions (CSV)", "MetaTrader 5 report"]))
    assert shown.index("MetaTrader 5") < shown.index("Executions")


def test_a_file_that_cannot_be_read_says_why() -> None:
    shown = reading_left([Reading("broken.xlsx", error="The file is empty.")])
    assert "The file is empty." in words(shown)
    assert not reading_right([Reading("broken.xlsx", error="The file is empty.")])


def test_problems_name_rows_and_do_not_flood_the_page() -> None:
    listed = problem_card("Problems", [f"Row {row}" for row in range(80)])
    assert "and 30 more" in words(listed)
    assert problem_card("Problems", ()) is None
    partial = samples.report(
        opening_balance=Decimal(5), orphans=2, problems=("Row 3 is odd.",), changed_deals=1
    )
    assert "Exits without an entry" in words(reading_right([Reading("a", (partial,))]))


def test_states_say_what_to_do_next() -> None:
    assert named(first_run(), "A")[0].href == "/import"
    assert "abc123" in words(error_state("It broke.", "abc123"))
    assert "1 min" not in words(page_skeleton())
    assert "loss" in looks(toast("No.", failed=True))
    assert named(drop_zone(), "Button")
    assert "MetaTrader" in words(import_steps(["MetaTrader 5 report"]))
    assert named(import_form([("UTC", "UTC")]), "Form")[0].hidden is True


def test_notices_lead_somewhere_and_keep_the_state() -> None:
    notice = Notice(Severity.WARN, "Look", "at this", "/accounts/1")
    shown = notice_list([notice, Notice(Severity.OK, "Fine", "")], "?period=1m")
    assert [link.href for link in named(shown, "A")] == ["/accounts/1?period=1m"]
    assert "Warning:" in words(shown)
    assert "Nothing needs attention." in words(notice_list([]))


def test_a_sparkline_needs_two_values_and_has_a_name() -> None:
    line = sparkline(np.array([1.0, math.nan, 2.0]), "Equity")
    assert getattr(line, "aria-label") == "Equity rose"
    assert "profit" in looks(line)
    assert words(sparkline(np.array([1.0]), "Equity")) == fmt.UNDEFINED


def test_a_drawdown_bar_is_named_and_never_too_wide() -> None:
    bar = drawdown_bar(0.02, 0.9)
    widths = [part.style["width"] for part in parts(bar) if getattr(part, "style", None)]
    assert widths == ["100.0%", "5.0%"]
    assert fmt.UNDEFINED in words(drawdown_bar(0.1, math.nan))
