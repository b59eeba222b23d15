"""A made-up hedging account whose every row agrees with every other, the same for the same seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from benchmarks._statement_figures import stated_figures
from benchmarks._statement_rows import DealRow, Header, Ledger, OpenRow, PositionRow

_ZERO = Decimal(0)
_CENT = Decimal("0.01")
_SYMBOLS = {
    "EURUSD": (Decimal(100_000), 5, 1.16),
    "XAUUSD": (Decimal(100), 2, 4_200.0),
    "SP500": (Decimal(10), 1, 6_800.0),
}
_START = datetime(2025, 1, 2, 1, 0)  # noqa: DTZ001 - a server's wall clock


@dataclass(slots=True)
class _Held:
    position: int
    symbol: str
    side: str
    volume: Decimal
    left: Decimal
    time: str
    price: Decimal
    commission: Decimal
    swap: Decimal = _ZERO
    profit: Decimal = _ZERO

    def result(self, price: Decimal, volume: Decimal) -> Decimal:
        """Profit of closing *volume* at *price*."""
        size = _SYMBOLS[self.symbol][0]
        move = price - self.price if self.side == "buy" else self.price - price
        return (move * size * volume).quantize(_CENT, ROUND_HALF_UP)


class _Account:
    def __init__(self, seed: int) -> None:
        self.deals: list[DealRow] = []
        self.positions: list[PositionRow] = []
        self.held: list[_Held] = []
        self._random = random.Random(seed)  # noqa: S311 - a made-up account, not a secret
        self._clock = _START
        self._deal, self._order = 500_000_000, 900_000_000
        self._balance = _ZERO

    def step(self) -> None:
        """One thing that happens to the account."""
        self._clock += timedelta(seconds=self._random.randrange(1, 5_000))
        draw = self._random.random()
        if draw < 0.004 or not self.deals:
            self.flow(Decimal(100_000) if not self.deals else Decimal(self._random.randrange(-900, 1_500)))
        elif len(self.held) < 3 or (draw < 0.5 and len(self.held) < 12):
            self._enter()
        elif draw > 0.97 and self._close_by():
            return
        else:
            held = self._random.choice(self.held)
            self._leave(held, self._part(held), self._price(held.symbol), "out")

    def flow(self, amount: Decimal) -> None:
        """A deposit or a withdrawal."""
        self._book(
            "",
            "balance",
            "",
            None,
            None,
            None,
            (_ZERO, _ZERO, amount),
            "Deposit" if amount > 0 else "Withdrawal",
        )

    def open_rows(self) -> list[OpenRow]:
        """What is held now, at the prices of entry plus a little."""
        rows = []
        for held in self.held:
            price = held.price + Decimal(10) ** -_SYMBOLS[held.symbol][1] * 7
            result = held.result(price, held.left)
            texts = (
                held.time,
                held.position,
                held.symbol,
                held.side,
                str(held.left),
                str(held.price),
                "",
                "",
            )
            rows.append(OpenRow(*texts, str(price), _ZERO, result))
        return rows

    def _price(self, symbol: str) -> Decimal:
        _, digits, level = _SYMBOLS[symbol]
        return Decimal(str(round(level * self._random.uniform(0.99, 1.01), digits))).quantize(
            Decimal(10) ** -digits
        )

    def _part(self, held: _Held) -> Decimal:
        if held.left > _CENT and self._random.random() < 0.2:
            return (held.left / 2).quantize(_CENT, ROUND_HALF_UP)
        return held.left

    def _enter(self) -> None:
        symbol, side = self._random.choice(list(_SYMBOLS)), self._random.choice(("buy", "sell"))
        volume, price = Decimal(self._random.randrange(1, 60)) * _CENT, self._price(symbol)
        commission = -(volume * 3).quantize(_CENT, ROUND_HALF_UP)
        self._order += self._random.randrange(1, 40)
        self._book(
            symbol, side, "in", volume, price, self._order, (commission, _ZERO, _ZERO), f"Strategy {volume}"
        )
        self.held.append(_Held(self._order, symbol, side, volume, volume, self._now(), price, commission))

    def _leave(
        self, held: _Held, volume: Decimal, price: Decimal, direction: str, *, is_free: bool = False
    ) -> None:
        result = _ZERO if is_free else held.result(price, volume)
        commission = -(volume * 3).quantize(_CENT, ROUND_HALF_UP)
        swap = Decimal(self._random.randrange(-90, 30)) * _CENT if self._random.random() < 0.3 else _ZERO
        if direction == "out":
            self._order += self._random.randrange(1, 40)
        side = "sell" if held.side == "buy" else "buy"
        self._book(held.symbol, side, direction, volume, price, self._order, (commission, swap, result), "")
        held.left -= volume
        held.commission, held.swap, held.profit = (
            held.commission + commission,
            held.swap + swap,
            held.profit + result,
        )
        if not held.left:
            self.held.remove(held)
            texts = (
                held.time,
                held.position,
                held.symbol,
                held.side,
                str(held.volume),
                str(held.price),
                "",
                "",
            )
            money = (held.commission, held.swap, held.profit)
            self.positions.append(PositionRow(*texts, self._now(), str(price), *money))

    def _close_by(self) -> bool:
        for one in self.held:
            for other in self.held:
                if one.symbol == other.symbol and one.side != other.side and one.left == one.volume:
                    volume = min(one.left, other.left)
                    self._order += 1
                    self._leave(one, volume, other.price, "out by")
                    self._leave(other, volume, one.price, "out by", is_free=True)
                    return True
        return False

    def _book(
        self,
        symbol: str,
        kind: str,
        direction: str,
        volume: Decimal | None,
        price: Decimal | None,
        order: int | None,
        money: tuple[Decimal, Decimal, Decimal],
        comment: str,
    ) -> None:
        commission, swap, profit = money
        self._deal += self._random.randrange(1, 9)
        self._balance += sum(money)
        size, level = ("" if value is None else str(value) for value in (volume, price))
        self.deals.append(
            DealRow(
                self._now(),
                self._deal,
                symbol,
                kind,
                direction,
                size,
                level,
                order,
                commission,
                _ZERO,
                swap,
                profit,
                self._balance,
                comment,
            )
        )

    def _now(self) -> str:
        return self._clock.strftime("%Y.%m.%d %H:%M:%S")


def made_up_ledger(deals: int = 10_000, seed: int = 1, header: Header | None = None) -> Ledger:
    """A hedging account of about *deals* deals: deposits, partial closes, closes by an opposite position."""
    account = _Account(seed)
    while len(account.deals) < deals:
        account.step()
    ledger = Ledger(account.deals, account.positions, account.open_rows(), header=header or Header())
    ledger.figures = stated_figures(ledger)
    return ledger
