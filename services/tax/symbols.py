"""What symbols say of themselves: options by their names, currency pairs, roots of broad-based indexes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.tax.model import Right

_OCC = re.compile(r"(?P<root>[A-Z][A-Z0-9.]{0,5}) *(?P<expiry>\d{6})(?P<right>[CP])(?P<strike>\d{8})")
_PAIR = re.compile(r"([A-Z]{3})[/_.-]?([A-Z]{3})(?:[._#+!-]?[a-zA-Z]{0,4}|[._-][A-Za-z0-9]{1,6})")
_EXCHANGE = re.compile(r"\.(US|NAS|NASDAQ|NYSE|NYS|ARCA|AMEX|BATS)$")
_THOUSAND = Decimal(1000)

BROAD_INDEXES = frozenset(
    {
        "SPX", "SPXW", "SPXPM", "XSP", "XSPW", "NANOS", "NDX", "NDXP", "XND", "RUT", "RUTW", "MRUT", "RLG",
        "RLV", "RUI", "VIX", "VIXW", "VXN", "OEX", "XEO", "DJX", "DJXW", "MXEA", "MXEF", "MXWLD", "SIXB",
    }
)  # fmt: skip
_CODES = (
    "USD EUR GBP JPY CHF AUD NZD CAD SEK NOK DKK PLN CZK HUF RON TRY ILS ZAR MXN BRL CLP COP SGD HKD CNH CNY"
    " INR KRW TWD THB IDR MYR PHP RUB AED SAR"
)
CURRENCIES = frozenset(_CODES.split())


@dataclass(frozen=True, slots=True)
class OptionSymbol:
    """An option as the Options Clearing Corporation writes it."""

    root: str
    expiry: date
    right: Right
    strike: Decimal


def option_symbol(symbol: str) -> OptionSymbol | None:
    """The option that a symbol names; None where it names none.

    >>> option_symbol("AAPL  250620C00200000").strike
    Decimal('200')
    """
    found = _OCC.fullmatch(symbol.strip().upper())
    if found is None:
        return None
    text = found["expiry"]
    try:
        expiry = date(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        return None
    right = Right.CALL if found["right"] == "C" else Right.PUT
    return OptionSymbol(found["root"], expiry, right, Decimal(found["strike"]) / _THOUSAND)


def currency_pair(symbol: str) -> tuple[str, str] | None:
    """The two currencies of a pair such as EURUSD, EUR/USD or EURUSD.m; None where one is none.

    >>> currency_pair("EURUSD.m"), currency_pair("XAUUSD")
    (('EUR', 'USD'), None)
    """
    found = _PAIR.fullmatch(symbol.strip())
    if found is None or found[1] == found[2] or not {found[1], found[2]} <= CURRENCIES:
        return None
    return found[1], found[2]


def share_name(symbol: str) -> str:
    """A share's symbol without what brokers add: equal in every account that holds it.

    >>> share_name("#AAPL.NAS"), share_name("BRK.B")
    ('AAPL', 'BRK.B')
    """
    return _EXCHANGE.sub("", symbol.strip().upper().removeprefix("#"))
