"""The colors of the theme at hand, read from the one stylesheet that defines them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from flask import has_request_context, request

from components.look import Look

STYLESHEET = Path(__file__).resolve().parent.parent / "assets" / "theme.css"
THEMES = ("light", "dark")
PALETTES = ("safe", "green-red", "red-green")
_BLOCK = re.compile(r"([^{}]+)\{([^{}]*)\}")
_TOKEN = re.compile(r"--([a-z-]+):\s*(#[0-9A-Fa-f]{6})\s*;")


def look() -> Look:
    """The colors that the browser asking shows, by the cookies that its first script sets."""
    cookies = request.cookies if has_request_context() else {}
    theme = cookies.get("shown_theme", "")
    palette = cookies.get("palette", "")
    return look_of(theme if theme in THEMES else THEMES[0], palette if palette in PALETTES else PALETTES[0])


def hides_amounts() -> bool:
    """Whether the browser asking wants amounts replaced by dots."""
    return has_request_context() and request.cookies.get("amounts") == "hidden"


@cache
def look_of(theme: str, palette: str = PALETTES[0]) -> Look:
    """The colors of a theme with a palette of profit and loss."""
    colors = tokens(theme, palette)
    return Look(**{name: colors[name.replace("_", "-")] for name in Look.__dataclass_fields__})


@cache
def tokens(theme: str, palette: str = PALETTES[0]) -> dict[str, str]:
    """Every color token of a theme with a palette, name to hex color."""
    found: dict[str, str] = {}
    sheet = re.sub(r"/\*.*?\*/", "", STYLESHEET.read_text(encoding="utf-8"), flags=re.DOTALL)
    for selector, body in _BLOCK.findall(sheet):
        is_theme = f'[data-bs-theme="{theme}"]' in selector
        is_palette = "data-palette" not in selector or f'[data-palette="{palette}"]' in selector
        if is_theme and is_palette:
            found.update(_TOKEN.findall(body))
    return found
