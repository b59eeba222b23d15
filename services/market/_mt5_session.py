"""One terminal, looked at once a second: what its account holds, what was booked, what prices are.

It runs in the process that holds the MetaTrader5 module, and in tests beside a stand-in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from services.errors import FeedUnavailableError
from services.market._mt5_account import LoggedIn
from services.market._mt5_terminal import TerminalError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from services.feed import FeedBatch
    from services.market._mt5_account import Known
    from services.market._mt5_terminal import Terminal

INITIALIZE_MILLISECONDS = 60_000
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=1), timedelta(seconds=60)
MOST_FAILURES = 5


@dataclass(frozen=True, slots=True)
class Login:
    """How to reach the terminal; without a login the account it shows is taken."""

    path: str | None = None
    login: int | None = None
    password: str = field(default="", repr=False)
    server: str = ""

    def options(self) -> dict[str, object]:
        """The options of `initialize`."""
        given = {"login": self.login, "password": self.password, "server": self.server}
        return {name: value for name, value in given.items() if value}


class Session:
    """The connection to one terminal, made again when it is lost.

    *known* answers what the product knows of (login, server); *warn* takes sentences for the log.
    """

    def __init__(
        self,
        terminal: Terminal,
        login: Login,
        known: Callable[[str, str], Known],
        warn: Callable[[str], None],
    ) -> None:
        self._terminal = terminal
        self._login = login
        self._known = known
        self._warn = warn
        self._account: LoggedIn | None = None
        self._is_connected = False
        self._failures = 0
        self._wait = FIRST_WAIT
        self._retry_at: datetime | None = None
        self._reason = ""

    def step(self, now: datetime) -> list[FeedBatch]:
        """What is new at *now*; raises FeedUnavailableError while the terminal does not answer."""
        if self._retry_at is not None and now < self._retry_at:
            raise FeedUnavailableError(self._reason)
        try:
            self._connect()
            found = self._look(now)
        except FeedUnavailableError as error:
            self._failed(error, now)
            raise
        self._failures, self._wait, self._retry_at = 0, FIRST_WAIT, None
        return found

    def close(self) -> None:
        """Let go of the terminal."""
        if self._is_connected:
            self._is_connected = False
            self._terminal.disconnect()

    def _connect(self) -> None:
        if not self._is_connected:
            login = self._login
            self._terminal.connect(login.path, INITIALIZE_MILLISECONDS, login.options())
            self._is_connected = True

    def _look(self, now: datetime) -> list[FeedBatch]:
        if not self._terminal.is_connected():
            raise FeedUnavailableError("The MetaTrader 5 terminal has no connection to its broker.")
        row = self._terminal.account()
        login, server = str(row["login"]), str(row["server"])
        if not row["login"]:
            raise FeedUnavailableError("The MetaTrader 5 terminal is logged in to no account.")
        wanted = self._login.login
        if wanted is not None and login != str(wanted):
            raise FeedUnavailableError(
                f"The terminal is logged in to account {login}, not to {wanted} of the setting MT5_LOGIN."
            )
        if self._account is None or self._account.key != (login, server):
            if row["trade_allowed"]:
                self._warn(f"Account {login} may trade with this password; use the investor password.")
            self._account = LoggedIn((login, server), self._terminal, self._known, self._warn, now)
        return self._account.step(now)

    def _failed(self, error: FeedUnavailableError, now: datetime) -> None:
        """Wait longer before each next try; reconnect when the terminal is gone or keeps failing."""
        self._failures += 1
        self._reason = str(error)
        is_gone = isinstance(error, TerminalError) and error.is_gone
        if is_gone or not self._is_connected or self._failures >= MOST_FAILURES:
            self._reset()
        self._retry_at = now + self._wait
        self._wait = min(self._wait * 2, LONGEST_WAIT)

    def _reset(self) -> None:
        self._failures = 0
        if self._is_connected:
            self._is_connected = False
            self._terminal.disconnect()
