"""The terminal as far as a tracker may reach it: reading calls only, errors as exceptions, rows as dicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from services.errors import FeedUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

Row: TypeAlias = dict[str, Any]
READS = frozenset({
    "initialize",
    "login",
    "shutdown",
    "version",
    "last_error",
    "terminal_info",
    "account_info",
    "symbols_get",
    "symbol_info",
    "symbol_info_tick",
    "symbol_select",
    "positions_get",
    "positions_total",
    "history_deals_get",
    "history_deals_total",
    "history_orders_get",
    "orders_get",
    "copy_ticks_from",
})  # fmt: skip
GONE = frozenset({-10000, -10001, -10002, -10003, -10004, -10005})


class TerminalError(FeedUnavailableError):
    """A call that the terminal did not answer; `number` is that of `last_error()`."""

    def __init__(self, name: str, number: int, text: str) -> None:
        self.number = number
        super().__init__(
            f"The MetaTrader 5 terminal did not answer {name}: {text or 'no reason given'} ({number})."
        )

    @property
    def is_gone(self) -> bool:
        """Whether the connection to the terminal itself is lost."""
        return self.number in GONE


class Terminal:
    """The reading calls of a module like MetaTrader5; it keeps no way to the others.

    Each call raises TerminalError where the module answers None, which is an error and never "nothing".
    """

    def __init__(self, module: object) -> None:
        self._reads: dict[str, Callable[..., Any]] = {name: getattr(module, name) for name in READS}

    def call(self, name: str, *args: object, **kwargs: object) -> Any:  # noqa: ANN401 - as many kinds as calls
        """What a reading call answers; raises ValueError for the name of any other."""
        if name not in READS:
            raise ValueError(f"{name} is not a call that only reads.")
        answer = self._reads[name](*args, **kwargs)
        if answer is None and name != "shutdown":
            raise self._error(name)
        return answer

    def connect(self, path: str | None, timeout: int, login: dict[str, object]) -> None:
        """Reach the terminal, started from *path* where that is given, and log in where *login* says so."""
        places = () if path is None else (path,)
        if not self.call("initialize", *places, timeout=timeout, **login):
            raise self._error("initialize")

    def disconnect(self) -> None:
        """Let go of the terminal."""
        self.call("shutdown")

    def is_connected(self) -> bool:
        """Whether the terminal itself is connected to its broker."""
        return bool(_row(self.call("terminal_info"))["connected"])

    def account(self) -> Row:
        """AccountInfo."""
        return _row(self.call("account_info"))

    def positions(self) -> list[Row]:
        """Every TradePosition."""
        return _rows(self.call("positions_get"))

    def deals(self, start: datetime, end: datetime) -> list[Row]:
        """Every TradeDeal between two times of the server's clock, given as if they were UTC."""
        return _rows(self.call("history_deals_get", start, end))

    def deals_of(self, position_id: int) -> list[Row]:
        """Every TradeDeal of one position, however old."""
        return _rows(self.call("history_deals_get", position=position_id))

    def symbols(self) -> list[Row]:
        """Every SymbolInfo of the server."""
        return _rows(self.call("symbols_get"))

    def select(self, symbol: str) -> None:
        """Have the terminal follow a symbol's prices; one that it does not know has no tick either."""
        try:
            self.call("symbol_select", symbol, True)  # noqa: FBT003 - the terminal's own signature
        except TerminalError as error:
            if error.is_gone:
                raise

    def tick(self, symbol: str) -> Row | None:
        """The symbol's newest Tick; None for a symbol without one."""
        try:
            return _row(self.call("symbol_info_tick", symbol))
        except TerminalError as error:
            if error.is_gone:
                raise
            return None

    def _error(self, name: str) -> TerminalError:
        code, text = self._reads["last_error"]()
        return TerminalError(name, int(code), str(text))


def _row(struct: Any) -> Row:  # noqa: ANN401 - the module's structs have no type of their own
    return dict(struct._asdict())


def _rows(structs: Any) -> list[Row]:  # noqa: ANN401 - the same
    return [_row(struct) for struct in structs]
