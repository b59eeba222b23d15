"""The colors of printed files: the light theme's, from the one stylesheet that defines them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

STYLESHEET = Path(__file__).resolve().parents[2] / "assets" / "theme.css"
_LIGHT = re.compile(r"\[data-bs-theme=\"light\"\]\s*\{([^{}]*)\}")
_TOKEN = re.compile(r"--([a-z-]+):\s*(#[0-9A-Fa-f]{6})\s*;")


@cache
def palette() -> dict[str, str]:
    """Every color token of the light theme, name to hex color."""
    found = _LIGHT.search(STYLESHEET.read_text(encoding="utf-8"))
    return dict(_TOKEN.findall(found[1])) if found else {}
