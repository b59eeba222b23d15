"""What a symbol is for tax law: by the taxpayer's word, the broker's calculation mode, class, or name.

What nobody told is `UNKNOWN`, never a guess: it blocks the form and asks for a decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.instrument import AssetClass
from services.model import CalcMode
from services.tax.model import TaxClass
from services.tax.option_names import named_option
from services.tax.profile import CfdPolicy
from services.tax.symbols import BROAD_INDEXES, CURRENCIES, currency_pair, option_symbol

if TYPE_CHECKING:
    from datetime import date

    from services.tax.profile import Profile

SECURITY, DIGITAL, UNKNOWN = TaxClass.F8949_SECURITY, TaxClass.F8949_DIGITAL, TaxClass.UNKNOWN

COLLATERAL = "collateral"


@dataclass(frozen=True, slots=True)
class Subject:
    """A symbol of an account and what is known of it; `calc_mode` is None where no server told it."""

    account: str
    symbol: str
    asset_class: str = ""
    calc_mode: int | None = None
    currency_base: str = ""


@dataclass(frozen=True, slots=True)
class Classified:
    """What a symbol is, why, and the name of the rule that said so."""

    tax_class: TaxClass
    reason: str
    rule: str
    is_option: bool = False


_MODES: dict[int, str] = {
    CalcMode.FOREX: AssetClass.FOREX,
    CalcMode.FOREX_NO_LEVERAGE: AssetClass.FOREX,
    CalcMode.FUTURES: AssetClass.FUTURE,
    CalcMode.EXCH_FUTURES: AssetClass.FUTURE,
    CalcMode.CFD: AssetClass.CFD,
    CalcMode.CFDINDEX: AssetClass.CFD,
    CalcMode.CFDLEVERAGE: AssetClass.CFD,
    CalcMode.EXCH_STOCKS: AssetClass.STOCK,
    CalcMode.EXCH_STOCKS_MOEX: AssetClass.STOCK,
    CalcMode.EXCH_OPTIONS: AssetClass.OPTION,
    CalcMode.EXCH_OPTIONS_MARGIN: AssetClass.OPTION,
    CalcMode.EXCH_BONDS: AssetClass.BOND,
    CalcMode.EXCH_BONDS_MOEX: AssetClass.BOND,
    CalcMode.SERV_COLLATERAL: COLLATERAL,
}
_PLAIN: dict[str, Classified] = {
    AssetClass.STOCK: Classified(SECURITY, "shares held as property", "stock"),
    AssetClass.ETF: Classified(SECURITY, "fund shares held as property", "etf"),
    AssetClass.FUND: Classified(SECURITY, "fund shares held as property", "fund"),
    AssetClass.BOND: Classified(SECURITY, "a bond; market discount is not computed", "bond"),
    AssetClass.CRYPTO: Classified(DIGITAL, "a digital asset held as property", "crypto"),
    AssetClass.FUTURE: Classified(TaxClass.S1256, "a regulated futures contract", "future"),
    AssetClass.FUTURE_OPTION: Classified(TaxClass.S1256, "an option on a regulated future", "future_option"),
    COLLATERAL: Classified(TaxClass.NOT_REALIZED, "collateral that is not traded", "collateral"),
}


def classify(subject: Subject, profile: Profile) -> Classified:
    """The class of a symbol on days on which no election changes it; see `elected`."""
    chosen = profile.override(subject.account, subject.symbol)
    told = _told(subject, profile)
    if chosen is None:
        return told
    return Classified(chosen, "chosen by the taxpayer", "override", told.is_option)


def elected(found: Classified, day: date, profile: Profile) -> TaxClass:
    """The class on a day: elections begin on one. What the taxpayer chose for a symbol stays as chosen."""
    if found.rule == "override":
        return found.tax_class
    traded, forex = profile.mark_to_market_from, profile.forex_opt_out_from
    if found.tax_class is SECURITY and traded is not None and day >= traded:
        return TaxClass.MTM_475
    if found.tax_class is TaxClass.S988 and forex is not None and day >= forex:
        return TaxClass.S1256
    return found.tax_class


def _told(subject: Subject, profile: Profile) -> Classified:
    kind = subject.asset_class or _MODES.get(-1 if subject.calc_mode is None else subject.calc_mode, "")
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind in (AssetClass.OPTION, AssetClass.INDEX_OPTION):
        return _option(subject.symbol, kind)
    if kind == AssetClass.FOREX:
        return _forex(subject)
    if kind == AssetClass.CFD:
        return _cfd(profile)
    if kind:
        return Classified(UNKNOWN, f"{kind!r} is no class that is known", "unknown_class")
    return _by_name(subject.symbol)


def _option(symbol: str, kind: str) -> Classified:
    named = named_option(symbol)
    root = named.root if named is not None else symbol.split(maxsplit=1)[0].upper() if symbol.split() else ""
    if root in BROAD_INDEXES:
        return Classified(TaxClass.S1256, "an option on a broad-based index", "index_option", is_option=True)
    if kind == AssetClass.INDEX_OPTION:
        reason = "nobody told whether the index of this option is broad-based"
        return Classified(UNKNOWN, reason, "index_option_unknown", is_option=True)
    return Classified(SECURITY, "an option on a share or fund", "option", is_option=True)


def _forex(subject: Subject) -> Classified:
    base = subject.currency_base or (currency_pair(subject.symbol) or ("",))[0]
    if base in CURRENCIES:
        return Classified(TaxClass.S988, "a currency pair: ordinary by section 988", "forex")
    what = base or subject.symbol
    return Classified(UNKNOWN, f"it is priced as forex, but {what} is no currency", "forex_unknown")


def _cfd(profile: Profile) -> Classified:
    if profile.cfd_policy is CfdPolicy.CAPITAL:
        return Classified(SECURITY, "a contract for difference, as capital by your choice", "cfd_capital")
    reason = "a contract for difference: a swap, ordinary income"
    return Classified(TaxClass.SWAP_ORDINARY, reason, "cfd")


def _by_name(symbol: str) -> Classified:
    """By the symbol alone: an option as it is cleared in the United States, or a pair of currencies."""
    if option_symbol(symbol) is not None:
        return _option(symbol, AssetClass.OPTION)
    if currency_pair(symbol) is not None:
        return Classified(TaxClass.S988, "a currency pair: ordinary by section 988", "forex_by_name")
    return Classified(UNKNOWN, "nobody told what this symbol is", "untold")
