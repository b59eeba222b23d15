"""How fresh the figures of the selected accounts are, in a pill: simulated, live, or as of a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dash import html

from components import moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dash.development.base_component import Component

    from services.answers import LivePnl

FRESH_SECONDS = 60
MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Freshness:
    """What the pill says: a word, how old or of when, and all of it in sentences."""

    word: str
    age: str
    meaning: str
    is_fresh: bool = False


def freshness_pill(selected: Sequence[LivePnl], zone: str, now: datetime) -> Component:
    """How fresh the selected accounts are; days are those of *zone*."""
    found = freshness(selected, zone, now)
    if not found.age:
        return html.Span(found.word, className="pill neutral", title=found.meaning)
    dot = html.Span(className="dot") if found.is_fresh else None
    spoken = html.Span(f" {found.meaning}", className="visually-hidden")
    words = [dot, html.Span(found.word), html.Span(found.age, className="age"), spoken]
    return html.Span(words, className="pill ok" if found.is_fresh else "pill neutral", title=found.meaning)


def freshness(selected: Sequence[LivePnl], zone: str, now: datetime) -> Freshness:
    """The age of what moves, the day of what came in a report, and both where both are selected."""
    if not selected:
        return Freshness("No figures yet", "", "Nothing has been imported and nothing is fed.")
    moving = [pnl for pnl in selected if _moves(pnl)]
    meaning = _meaning(selected, zone)
    if not moving:
        newest = max(pnl.state.time for pnl in selected)
        word = "Report" if len(selected) == 1 else "Reports to"
        return Freshness(word, moment.day(newest, zone), meaning)
    seconds = (now - max(pnl.state.time for pnl in moving)).total_seconds()
    age, is_fresh = moment.age(seconds), seconds <= FRESH_SECONDS
    if len(moving) < len(selected):
        return Freshness("Mixed", f"newest {age}", meaning, is_fresh)
    word = "Simulated" if all(pnl.account.is_demo for pnl in moving) else "Updated"
    return Freshness(word, age, meaning, is_fresh)


def as_of(pnl: LivePnl, now: datetime) -> datetime:
    """The instant an account's open positions are looked at: now, or when its report ends."""
    return now if _moves(pnl) else pnl.state.time


def _moves(pnl: LivePnl) -> bool:
    return pnl.account.is_demo or not pnl.stale


def _meaning(selected: Sequence[LivePnl], zone: str) -> str:
    told = [_sentence(pnl, zone) for pnl in selected[:MOST_NAMED]]
    more = len(selected) - MOST_NAMED
    return " ".join([*told, f"And {more:,} more."] if more > 0 else told)


def _sentence(pnl: LivePnl, zone: str) -> str:
    name, time = pnl.account.name, pnl.state.time
    if pnl.account.is_demo:
        return f"{name}: made-up prices, moved every few seconds."
    if _moves(pnl):
        return f"{name}: fed by its broker."
    clock = moment.zone_name(zone)
    return f"{name}: as of {moment.time(time, zone)} {clock} ({moment.utc(time)}), from {pnl.state.source}."
