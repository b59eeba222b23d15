"""What the browser is given: complete, licensed, and from this host only."""

from __future__ import annotations

import re

import pytest
from plotly.offline import get_plotlyjs_version

from dashboard.shell import STYLESHEETS
from services.settings import PROJECT

ASSETS = PROJECT / "assets"
OWN = sorted([*ASSETS.glob("*.css"), *ASSETS.glob("css/*.css"), *ASSETS.glob("js/*.js")])
VENDORED = sorted(path for path in (ASSETS / "vendor").iterdir() if path.is_dir())


def test_the_strict_chart_library_is_the_one_that_plotly_speaks_to() -> None:
    start = (ASSETS / "vendor/plotly/plotly-strict.min.js").read_text(encoding="utf-8")[:400]
    found = re.search(r"v(\d+\.\d+\.\d+)", start)
    assert found is not None
    assert found[1] == get_plotlyjs_version()


@pytest.mark.parametrize("folder", VENDORED, ids=lambda path: path.name)
def test_what_came_from_others_has_its_license(folder: object) -> None:
    assert (folder / "LICENSE").is_file()  # type: ignore[operator]


@pytest.mark.parametrize("sheet", STYLESHEETS)
def test_the_stylesheets_exist(sheet: str) -> None:
    assert (PROJECT / sheet.lstrip("/")).is_file()


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_nothing_of_ours_asks_another_host(path: object) -> None:
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert not re.search(r"(https?:)?//[a-z0-9-]+\.[a-z]{2,}", text)


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_a_file_is_short(path: object) -> None:
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    limit = 300 if path.suffix == ".js" else 600  # type: ignore[attr-defined]
    assert len(text.splitlines()) <= limit


def test_pictures_named_in_a_stylesheet_exist() -> None:
    for sheet in ASSETS.rglob("*.css"):
        for name in re.findall(r'url\("(\.\./[^")]+)"\)', sheet.read_text(encoding="utf-8")):
            assert (sheet.parent / name).is_file(), name
