from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.statement_files import Ledger, mt5_history_html, mt5_history_xlsx
from tests.importers.reading import read, refusal

GERMAN = {
    "Trade History Report": "Bericht der Handelshistorie",
    "Time": "Zeit",
    "Position": "Position",
    "Symbol": "Symbol",
    "Type": "Typ",
    "Volume": "Volumen",
    "Price": "Preis",
    "Commission": "Kommission",
    "Profit": "Gewinn",
    "Direction": "Richtung",
    "Order": "Auftrag",
    "Fee": "Gebühr",
    "Cost": "Kosten",
    "Balance": "Kontostand",
    "Comment": "Kommentar",
    "State": "Status",
    "Open Time": "Eröffnungszeit",
    "Market Price": "Marktpreis",
}
RUSSIAN = {
    "Trade History Report": "Отчет торговой истории",
    "Time": "Время",
    "Position": "Позиция",
    "Deal": "Сделка",
    "Symbol": "Символ",
    "Type": "Тип",
    "Volume": "Объем",
    "Price": "Цена",
    "Commission": "Комиссия",
    "Swap": "Своп",
    "Profit": "Прибыль",
    "Direction": "Направление",
    "Order": "Ордер",
    "Fee": "Плата",
    "Cost": "Стоимость",
    "Balance": "Баланс",
    "Comment": "Комментарий",
    "State": "Состояние",
    "Open Time": "Время открытия",
    "Market Price": "Рыночная цена",
}
INVENTED = {name: f"Xq{chr(97 + index)}" for index, name in enumerate((*RUSSIAN, "S / L", "T / P"))}


def localized(ledger: Ledger, words: dict[str, str]) -> bytes:
    text = mt5_history_html(ledger).decode("utf-16")
    for english, word in words.items():
        text = text.replace(f"<b>{english}</b>", f"<b>{word}</b>")
    for label in ("Name", "Account", "Company", "Date", *ledger.figures):
        text = text.replace(f"{label}:<", f"Zz {label.lower()[::-1]}:<")
    return text.encode("utf-16")


@pytest.mark.parametrize("words", [GERMAN, RUSSIAN, INVENTED], ids=["german", "russian", "invented"])
def test_a_report_is_the_same_in_any_language(ledger: Ledger, words: dict[str, str]) -> None:
    expected, statement = read(mt5_history_html(ledger)), read(localized(ledger, words))
    assert replace(statement, figures={}) == replace(expected, figures={})
    assert statement.figures == expected.figures


def test_translated_figures_are_found_by_their_names() -> None:
    from services.importers._figures import read_figures  # noqa: PLC0415
    from services.importers._grid import Container  # noqa: PLC0415

    rows = [["Чистая прибыль:", "", "10.00", "Nettogewinn gesamt:", "11.00"], ["Unbekannt:", "3"]]
    figures, unknown = read_figures(rows, Container.HTML)
    assert figures == {"Total Net Profit": "10.00", "Unbekannt": "3"}
    assert unknown == ["Unbekannt"]


def test_unknown_headings_without_a_known_structure_are_named(ledger: Ledger) -> None:
    text = mt5_history_html(ledger).decode("utf-16")
    text = text.replace(
        "<td nowrap><b>Direction</b></td>", "<td nowrap><b>Wohin</b></td><td nowrap><b>Extra</b></td>"
    )
    sentence = refusal(text.encode("utf-16"))
    assert "no known language" in sentence or "no table of deals" in sentence


def test_a_page_of_another_kind_says_what_it_starts_with() -> None:
    page = b"<html><body><table><tr><td>Mi informe</td></tr></table></body></html>"
    assert "'Mi informe'" in refusal(page)


def test_xlsx_figures_are_plain_numbers(ledger: Ledger) -> None:
    figures = read(mt5_history_xlsx(ledger)).figures
    assert "." not in figures["Total Trades"]
    assert " " not in figures["Gross Profit"]
    assert not figures["Balance"].endswith("0000")
