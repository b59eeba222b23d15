"""The look: one stylesheet, readable in every theme and palette."""

from __future__ import annotations

import re

import pytest

from components.figure import axis, layout
from dashboard.theme import PALETTES, STYLESHEET, THEMES, look_of, tokens

TEXT = ("text", "muted", "faint", "accent", "profit", "loss", "warn", "ok")
GROUNDS = ("bg", "surface", "raised")
SOFT = (("profit", "profit-soft"), ("loss", "loss-soft"), ("warn", "warn-soft"), ("ok", "ok-soft"),
        ("accent", "accent-soft"), ("on-accent", "accent"))  # fmt: skip


def _luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("theme", THEMES)
def test_every_text_can_be_read_on_every_ground(theme: str, palette: str) -> None:
    colors = tokens(theme, palette)
    pairs = [(text, ground) for text in TEXT for ground in GROUNDS] + list(SOFT)
    weak = {pair: round(_contrast(colors[pair[0]], colors[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


def test_profit_and_loss_change_places_between_the_presets() -> None:
    for theme in THEMES:
        one, other = look_of(theme, "green-red"), look_of(theme, "red-green")
        assert (one.profit, one.loss) == (other.loss, other.profit)


def test_no_two_tokens_of_a_chart_share_a_color() -> None:
    for theme in THEMES:
        for palette in PALETTES:
            look = look_of(theme, palette)
            colors = [
                getattr(look, name)
                for name in ("line", "grid", "text", "muted", "accent", "loss", "loss_soft")
            ]
            assert len(set(colors)) == len(colors)


def test_a_chart_is_drawn_with_the_tokens() -> None:
    look = look_of("dark")
    assert axis(look)["gridcolor"] == tokens("dark")["grid"]
    assert layout(look)["font"]["color"] == tokens("dark")["text"]
    assert layout(look)["paper_bgcolor"] == "rgba(0,0,0,0)"


def test_colors_stand_in_one_file_only() -> None:
    sheets = [path for path in (STYLESHEET.parent / "css").glob("*.css") if path.name != "print.css"]
    strays = {
        path.name: re.findall(r"#[0-9A-Fa-f]{3,8}\b", path.read_text(encoding="utf-8")) for path in sheets
    }
    assert {name: found for name, found in strays.items() if found} == {}
