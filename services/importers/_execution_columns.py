"""Column names and words of execution files."""

from __future__ import annotations

import re

from services.errors import UnreadableFileError
from services.model import Side

REQUIRED = ("time", "account", "symbol", "side", "quantity", "price")
LABELS = {
    "time": "time",
    "account": "account",
    "symbol": "symbol",
    "asset_class": "asset_class",
    "side": "side",
    "quantity": "quantity",
    "price": "price",
    "commission": "commission",
    "fee": "fee",
    "order_id": "order_id",
    "exec_id": "exec_id",
    "multiplier": "multiplier",
    "currency": "currency",
}
_SYNONYMS = {
    "time": "time|date|datetime|date/time|timestamp|execution time|exec time|trade time|trade date|executed at|filled at"
    "|fill time|time executed|transaction time|date & time|zeit|datum|datum/zeit|uhrzeit|fecha|fecha/hora|heure|data/ora",
    "account": "account|account id|account number|account no|acct|acct id|client account|clientaccountid|login|konto"
    "|kontonummer|cuenta|compte|conto|conta|depot",
    "symbol": "symbol|ticker|instrument|contract|security|item|underlying symbol|local symbol|instrumento|símbolo|symbole"
    "|strumento|wertpapier|isin",
    "asset_class": "asset class|asset category|assetclass|assetcategory|asset type|sec type|sectype|security type|product"
    "|product type|instrument type|anlageklasse|asset",
    "side": "side|action|buy/sell|buysell|b/s|direction|trade type|transaction type|type|order side|seite|richtung|kauf/verkauf"
    "|lado|sens|operación|operation",
    "quantity": "quantity|qty|filled qty|filled quantity|shares|volume|size|amount|units|contracts|exec qty|lots|menge|anzahl"
    "|stück|cantidad|quantité|quantità|quantidade|fill qty",
    "price": "price|fill price|exec price|execution price|avg price|average price|trade price|tradeprice|t. price|price per share"
    "|preis|kurs|precio|prix|prezzo|preço",
    "commission": "commission|commissions|comm|comm.|comm/fee|ibcommission|brokerage|provision|kommission|comisión|commissione"
    "|comissão|courtage",
    "fee": "fee|fees|other fees|exchange fee|exchange fees|regulatory fees|reg fees|total fees|taxes and fees|gebühr|gebühren"
    "|tasas|frais|spese|taxas|sec fee",
    "order_id": "order id|orderid|order|order number|order no|order ref|iborderid|auftrag|auftragsnummer|auftrags-id|id orden",
    "exec_id": "exec id|execid|execution id|ibexecid|trade id|tradeid|fill id|deal|deal id|transaction id|ausführungs-id",
    "multiplier": "multiplier|contract size|contractsize|contract multiplier|point value|multiplikator|kontraktgröße",
    "currency": "currency|currency primary|currencyprimary|ccy|währung|divisa|devise|valuta|moeda",
}
_COLUMNS = {word: name for name, words in _SYNONYMS.items() for word in words.split("|")}
_SIDES = {
    Side.BUY: "buy|b|bot|bought|long|bto|btc|bc|buy to open|buy to close|buy to cover|cover|kauf|compra|achat|acquisto|1",
    Side.SELL: "sell|s|sld|sold|short|sto|stc|ss|sell to open|sell to close|sell short|sell_short|verkauf|venta|vente"
    "|vendita|venda|2|5",
}
_SIDE = {word: side for side, words in _SIDES.items() for word in words.split("|")}
_OPTION_WORDS = frozenset(("option", "options", "opt", "equity option", "eqo", "optionen", "opción", "call", "put"))
_OPTION_SYMBOL = re.compile(r"[A-Z.]{1,6} *\d{6}[CP]\d{8}")


def _key(text: str) -> str:
    return " ".join(text.lower().replace("_", " ").split())


def columns_of(header: list[str]) -> dict[str, int]:
    """Place of each known column in *header*; the first of two with the same meaning counts.

    >>> columns_of(["Qty", "Symbol"])
    {'quantity': 0, 'symbol': 1}
    """
    exact = {_key(name) for name in LABELS}
    places: dict[str, int] = {}
    for wanted in (True, False):
        for place, text in enumerate(header):
            name = _COLUMNS.get(_key(text))
            if name is not None and (_key(text) in exact) is wanted and place not in places.values():
                places.setdefault(name, place)
    return dict(sorted(places.items(), key=lambda item: item[1]))


def unknown_of(header: list[str]) -> list[str]:
    """The column names in *header* that are not used."""
    used = set(columns_of(header).values())
    return [text for place, text in enumerate(header) if text and place not in used]


def side_of(text: str, line: int) -> Side:
    """The side that *text* on *line* names; raises UnreadableFileError."""
    side = _SIDE.get(_key(text))
    if side is None:
        raise UnreadableFileError(f"Line {line}, column side: {text[:40]!r} is neither buy nor sell.")
    return side


def asset_class(text: str, symbol: str) -> str:
    """`option` for what is one by its class or its symbol, else the class in lower case."""
    word = _key(text)
    if word in _OPTION_WORDS or (not word and _OPTION_SYMBOL.fullmatch(symbol)):
        return "option"
    return word
