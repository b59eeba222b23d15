"""How fresh the figures of the selected accounts are, in a pill: simulated, live, or as of a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dash import html

from components import moment
from components.attributes import attributes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dash.development.base_component import Component

    from services.answers import LivePnl

FRESH_SECONDS = 60
MOST_NAMED = 8
FEEDS = frozenset({"simulated", "replay", "mt5", "agent"})
"""Sources of states that come by themselves; the others are names of reports."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """What the pill says: a word, how old or of when, and all of it in sentences."""

    word: str
    age: str
    meaning: str
    is_fresh: bool = False


def freshness_pill(selected: Sequence[LivePnl], zone: str, now: datetime) -> Component:
    """How fresh the selected accounts are; days are those of *zone*.

    Where something is fed the stream writes word, age and color anew; what stands here goes along as marks,
    to be put back where nothing is.
    """
    found = freshness(selected, zone, now)
    fed = " ".join(str(pnl.account.id) for pnl in selected if moves(pnl))
    look = "pill ok" if found.is_fresh else "pill neutral"
    marks = attributes(data_fed=fed, data_word=found.word, data_age=found.age, data_look=look)
    words = [
        html.Span(className="dot"),
        html.Span(found.word, className="word"),
        html.Span(found.age, className="age"),
        html.Span(found.meaning, className="visually-hidden"),
    ]
    return html.Span(words, className=look, title=found.meaning, id="freshness-pill", **marks)


def freshness(selected: Sequence[LivePnl], zone: str, now: datetime) -> Freshness:
    """The age of what moves, the day of what came in a report, and both where both are selected."""
    if not selected:
        return Freshness("No figures yet", "", "Nothing has been imported and nothing is fed.")
    moving = [pnl for pnl in selected if moves(pnl)]
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
    return now if moves(pnl) else pnl.state.time


def moves(pnl: LivePnl) -> bool:
    """Whether an account's figures come by themselves, from a feed."""
    return pnl.account.is_demo or not pnl.stale or pnl.state.source in FEEDS


def _meaning(selected: Sequence[LivePnl], zone: str) -> str:
    told = [_sentence(pnl, zone) for pnl in selected[:MOST_NAMED]]
    more = len(selected) - MOST_NAMED
    return " ".join([*told, f"And {more:,} more."] if more > 0 else told)


def _sentence(pnl: LivePnl, zone: str) -> str:
    name, time = pnl.account.name, pnl.state.time
    if pnl.account.is_demo:
        return f"{name}: made-up prices, moved every few seconds."
    if moves(pnl):
        return f"{name}: fed by its broker."
    clock = moment.zone_name(zone)
    return f"{name}: as of {moment.time(time, zone)} {clock} ({moment.utc(time)}), from {pnl.state.source}."
