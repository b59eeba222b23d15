"""What a file says before it is stored: its figures recomputed, what would be new, what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components import moment
from components.card import card
from components.figure_table import figure_table, match_pill
from components.icon import icon
from components.pill import pill
from components.position_table import facts
from components.states import nothing_here
from services.importers import formats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from services.answers import ImportReport

MOST_PROBLEMS = 50


@dataclass(frozen=True, slots=True)
class Reading:
    """One file that was read: its accounts, or why it could not be."""

    file: str
    reports: tuple[ImportReport, ...] = ()
    error: str = ""


def reading_left(readings: Sequence[Reading]) -> list[Component]:
    """The figures of every file, account by account."""
    parts: list[Component] = []
    for reading in readings:
        if reading.error:
            parts.append(failed_file(reading.file, reading.error))
        for report in reading.reports:
            parts += [file_line(report), figures_card(report)]
    return parts


def reading_right(readings: Sequence[Reading]) -> list[Component]:
    """What would be stored of every file, account by account."""
    reports = [report for reading in readings for report in reading.reports]
    title = "This import" if len(reports) == 1 else ""
    return [facts_cards(report, title or report.file) for report in reports]


def figures_card(report: ImportReport) -> Component:
    """What a file states about one account, and what its deals say."""
    if not report.figures:
        return card("What the broker printed", nothing_here("The file states no figures about itself."))
    figures = figure_table(report.figures)
    return card("What the broker printed, and what its deals say", figures, note=match_pill(report.figures))


def facts_cards(report: ImportReport, title: str) -> Component:
    """What would be stored, and what is wrong with it or worth knowing; *title* tells files apart."""
    problems = [problem_card("Problems", report.problems), problem_card("Worth knowing", report.warnings)]
    return html.Div([card(title, _facts(report), note=_state(report)), *problems], className="rows")


def problem_card(title: str, problems: Sequence[str]) -> Component | None:
    """Sentences that name rows, at most fifty of them."""
    if not problems:
        return None
    items = [html.Li(text) for text in problems[:MOST_PROBLEMS]]
    more = len(problems) - MOST_PROBLEMS
    if more > 0:
        items.append(html.Li(f"and {fmt.count(more)} more"))
    return card(title, html.Ul(items, className="problems"), note=fmt.count(len(problems)))


def failed_file(name: str, sentence: str) -> Component:
    """A file that could not be read, and why in one sentence."""
    words = html.Div([html.Div(name, className="drop-title"), html.P(sentence, className="drop-note")])
    return html.Div([icon("file-earmark-x", "loss"), words], className="card-surface drop-zone", role="alert")


def file_line(report: ImportReport) -> Component:
    """The file's name, its format, the days it covers."""
    start, end, zone = report.window_start, report.window_end, report.server_zone
    labels = {item.name: item.label for item in formats()}
    parts = [
        labels.get(report.format, report.format),
        moment.days(start, end, zone) if end else "",
        f"read in {fmt.number(report.seconds, 1)} s" if report.seconds else "",
    ]
    line = " · ".join(part for part in parts if part)
    return html.Div([html.H2(report.file), html.Span(line, className="muted")], className="import-file")


def _state(report: ImportReport) -> Component:
    if report.stored:
        return pill("Stored", "ok", symbol="check-lg")
    return pill("Reconciles", "ok") if report.reconciles else pill("Does not add up", "loss")


def _facts(report: ImportReport) -> Component:
    account = report.account
    digits, currency = account.currency_digits, account.currency
    name = f"{'new: ' if report.is_new_account else ''}{account.name} ({currency}, {account.margin_mode})"
    flows = f"{fmt.money(report.deposits, digits)} · {fmt.money(report.withdrawals, digits)}"
    linked = html.A(["Open ", account.name], href=f"/accounts/{account.id}") if report.stored else name
    rows = [
        ("Account", linked, ""),
        ("Deals", f"{fmt.count(report.deals)} read · {fmt.count(report.new_deals)} new", ""),
        ("Changed deals", fmt.count(report.changed_deals) if report.changed_deals else "", "warn"),
        ("Closed trades", fmt.count(report.trades), ""),
        ("Open positions", fmt.count(report.open_positions), ""),
        ("Deposits · withdrawals", flows, ""),
        ("Opening balance", fmt.money(report.opening_balance, digits) if report.is_partial else "", "warn"),
        ("Exits without an entry", fmt.count(report.orphans) if report.orphans else "", "warn"),
        ("Balance chain", report.chain, "ok" if not report.problems else "loss"),
        ("Residual", fmt.money(report.residual, digits), "loss" if report.residual else "ok"),
        ("Server time", moment.zone_name(report.server_zone), ""),
    ]
    return facts([row for row in rows if row[1]])
