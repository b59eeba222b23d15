"""Buttons and menus that make files: each says which kind, and works as a link too."""

from __future__ import annotations

from components.report_menu import card_file, report_menu
from tests.components.reading import named, words


def test_a_button_says_what_kind_of_file_it_makes() -> None:
    plain = card_file("/reports?report=metrics&format=csv", "Metrics")
    packed = card_file("/reports?report=statement&format=zip", "Deals")
    assert [words(plain), words(packed)] == ["CSV", "ZIP"]
    assert getattr(packed, "aria-label") == "Deals as ZIP of CSV files"


def test_every_entry_of_a_menu_makes_its_file() -> None:
    menu = report_menu([("pdf", "PDF", "/reports"), ("zip", "CSV, zipped", "/reports?format=zip")])
    links = named(menu, "A")
    assert [link.href for link in links] == ["/reports", "/reports?format=zip"]
    assert all(getattr(link, "data-file") == "" for link in links)
