"""Agent beside a MetaTrader 5 terminal: reads its account and pushes it to Performance Tracker, each second.

One file; needs Python 3.8 or newer and the MetaTrader5 package (Windows, or Wine). It only reads, listens on
no port, and resends deals until they are accepted. See README.md beside it.
"""
# ruff: noqa: UP017, ANN401 - runs on Python 3.8; the module's structs have no type of their own

from __future__ import annotations

import argparse
import importlib
import json
import logging
import os
import random
import sys
import time
import urllib.error
import urllib.request
from datetime import datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

    Json = dict[str, Any]

READS = (
    "initialize", "shutdown", "last_error", "terminal_info", "account_info", "symbols_get", "symbol_select",
    "symbol_info_tick", "positions_get", "history_deals_get",
)  # fmt: skip
UTC = timezone.utc
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
BEGINNING = datetime(1971, 1, 1, tzinfo=UTC)
WINDOW = timedelta(days=3)  # brokers change deals after the fact
AHEAD = BEHIND = timedelta(days=1)  # a server's clock may run ahead of UTC or behind it
RESCAN, ASK_AGAIN, CLOCK_WAIT, LONGEST_WAIT = 10.0, 300.0, 15.0, 60.0
GRAIN, TOLERANCE, CLOSE_TOGETHER, QUIET = 30, 90, 5, 60  # minutes, and seconds
SATURDAY, TOO_LARGE, MOST_TICKS = 5, 413, 1_000
CHUNK, SMALLEST_CHUNK = 2_000, 50
LIQUID = (("EUR", "USD"), ("USD", "JPY"), ("GBP", "USD"), ("XAU", "USD"), ("BTC", "USD"))
DEAL_MONEY = ("commission", "swap", "profit", "fee")
SYMBOL_NUMBERS = (
    ("tick_size", "trade_tick_size"), ("tick_value", "trade_tick_value"),
    ("tick_value_profit", "trade_tick_value_profit"), ("tick_value_loss", "trade_tick_value_loss"),
)  # fmt: skip
SYMBOL_AMOUNTS = (
    ("contract_size", "trade_contract_size"), ("margin_initial", "margin_initial"),
    ("face_value", "trade_face_value"), ("accrued_interest", "trade_accrued_interest"),
    ("liquidity_rate", "trade_liquidity_rate"),
)  # fmt: skip
SYMBOL_TEXTS = ("name", "currency_profit", "currency_base", "currency_margin", "description")
log = logging.getLogger("agent")


class TroubleError(Exception):
    """Something that may pass: a sentence for the log."""


class TerminalError(TroubleError):
    """The terminal did not answer; it is connected to anew."""


class RefusedError(TroubleError):
    """The tracker refuses what is sent; `status` is that of its answer."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"The tracker refuses ({status}): {message}")
        self.status = status


def number(value: float) -> str:
    """A float as the decimal that was meant."""
    return format(Decimal(f"{value:.15g}"), "f")


def money(value: float, digits: int) -> str:
    """An amount in its currency's digits; zero has no sign."""
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return format(rounded + 0, "f")


def text(value: str) -> str:
    """Text without what cannot be printed, in bounds."""
    return "".join(sign for sign in value if sign.isprintable())[:256]


def shown(milliseconds: int) -> datetime:
    """What the server's clock showed, as if it were UTC."""
    return EPOCH + timedelta(milliseconds=milliseconds)


class Terminal:
    """The reading calls of the MetaTrader5 module, and no way to the others; None is an error."""

    def __init__(self, module: Any) -> None:
        self._reads = {name: getattr(module, name) for name in READS}

    def rows(self, name: str, *args: Any) -> list[Json]:
        """The rows of a call that answers several."""
        return [row._asdict() for row in self._call(name, *args)]

    def row(self, name: str, *args: Any) -> Json:
        """The row of a call that answers one."""
        found: Json = self._call(name, *args)._asdict()
        return found

    def tick(self, symbol: str) -> Json | None:
        """The newest tick of a symbol, where it has one."""
        self._reads["symbol_select"](symbol, True)  # noqa: FBT003 - the terminal's own signature
        found = self._reads["symbol_info_tick"](symbol)
        return None if found is None else found._asdict()

    def connect(self, path: str | None, login: Json) -> None:
        """Reach the terminal."""
        if not self._reads["initialize"](*([path] if path else []), timeout=60_000, **login):
            self._fail("initialize")

    def disconnect(self) -> None:
        """Let go of the terminal."""
        self._reads["shutdown"]()

    def _call(self, name: str, *args: Any) -> Any:
        found = self._reads[name](*args)
        if found is None:
            self._fail(name)
        return found

    def _fail(self, name: str) -> NoReturn:
        code, reason = self._reads["last_error"]()
        raise TerminalError(f"The terminal does not answer {name}: {reason} ({code}).")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The token goes to the address that was given, and to no other."""

    def redirect_request(self, *_: Any) -> None:
        """Follow nothing."""


class Tracker:
    """The product's side, over HTTP(S)."""

    def __init__(self, url: str, token: str) -> None:
        self._root = url.rstrip("/") + "/api/v1/ingest"
        self._token = token
        self._opener = urllib.request.build_opener(_NoRedirect)

    def push(self, batch: Json) -> Json:
        """Send a batch; what the tracker answers."""
        return self._ask("/batch", json.dumps(batch).encode())

    def state(self, login: str, server: str) -> Json:
        """Which deals the tracker wants."""
        return self._ask("/state?" + urlencode({"login": login, "server": server}))

    def _ask(self, path: str, body: bytes | None = None) -> Json:
        headers = {"Authorization": "Bearer " + self._token, "Content-Type": "application/json"}
        request = urllib.request.Request(self._root + path, body, headers)  # noqa: S310 - the scheme is checked
        try:
            with self._opener.open(request, timeout=30) as answer:
                found: Json = json.load(answer)
        except urllib.error.HTTPError as error:
            raise RefusedError(error.code, _message(error)) from None
        except (OSError, ValueError) as error:
            raise TroubleError(f"The tracker cannot be reached: {error}.") from None
        return found


def _message(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.loads(error.read())["error"]["message"])
    except (OSError, ValueError, KeyError, TypeError):
        return str(error.reason)


class Prices:
    """The ticks of symbols that matter, and how far the server's clock is ahead of UTC."""

    def __init__(self, specifications: dict[str, Json], offset: int | None) -> None:
        self._specifications = specifications
        self._liquid = {name for pair in LIQUID for name in [self._pair(*pair)] if name}
        self._newest: dict[str, Json] = {}
        self._doubted: int | None = None
        self._looked = 0.0
        self.moved = 0.0
        self.offset = offset

    def look(
        self, terminal: Terminal, held: Iterable[str], currency: str, now: float
    ) -> list[tuple[str, Json]]:
        """Ticks that are new since the last look."""
        news, votes = [], []
        is_soon, self._looked = now - self._looked < CLOSE_TOGETHER, now
        wanted = set(held) | self._crosses(held, currency) | self._liquid
        for name in sorted(wanted & set(self._specifications)):
            tick, known = terminal.tick(name), self._newest.get(name)
            if tick is None or tick == known:
                continue
            self._newest[name] = tick
            if tick["bid"] or tick["ask"]:
                news.append((name, tick))
            if known is not None and tick["time_msc"] > known["time_msc"]:
                self.moved = now
                if is_soon and (name in self._liquid or not self._liquid):
                    votes.append(self._ahead(tick, now))
        self._learn([vote for vote in votes if vote is not None])
        return sorted(news, key=lambda item: int(item[1]["time_msc"]))

    def _learn(self, votes: list[int]) -> None:
        if not votes:
            return
        most = max(set(votes), key=votes.count)
        if most not in (self.offset, self._doubted):
            self._doubted = most  # one wrong tick is no new clock
            return
        if most != self.offset:
            log.info("The server's clock is %+d minutes from UTC.", most)
        self.offset, self._doubted = most, None

    @staticmethod
    def _ahead(tick: Json, now: float) -> int | None:
        seconds = tick["time_msc"] / 1000 - now
        minutes = round(seconds / (GRAIN * 60)) * GRAIN
        return minutes if abs(seconds - minutes * 60) <= TOLERANCE else None

    def _crosses(self, held: Iterable[str], currency: str) -> set[str]:
        known = [self._specifications[name] for name in held if name in self._specifications]
        profits = {row["currency_profit"] for row in known}
        return {name for profit in profits - {currency} for name in [self._pair(profit, currency)] if name}

    def _pair(self, one: str, other: str) -> str | None:
        names = [
            (not row["visible"], len(name), name)
            for name, row in self._specifications.items()
            if {row["currency_base"], row["currency_profit"]} == {one, other}
        ]
        return min(names)[2] if names else None


class Rows:
    """The terminal's rows as the tracker's JSON."""

    def __init__(self, digits: int, offset: int) -> None:
        self._digits = digits
        self._ahead = timedelta(minutes=offset)

    def utc(self, milliseconds: int) -> str:
        """A time of the server's clock, by how far it is ahead now."""
        return (shown(milliseconds) - self._ahead).isoformat()

    def deal(self, row: Json) -> Json:
        """A TradeDeal."""
        names = ("ticket", "type", "order", "position_id", "magic", "reason")
        found = {name: row[name] for name in names}
        found.update({name: money(row[name], self._digits) for name in DEAL_MONEY})
        found.update({name: text(row[name]) for name in ("symbol", "comment", "external_id")})
        found.update(volume=number(round(row["volume"], 8)), price=number(row["price"]))
        found["entry"] = row["entry"] if row["entry"] in (0, 1, 2, 3) else 1
        found["time"] = self.utc(row["time_msc"])
        found["server_time"] = shown(row["time_msc"]).replace(tzinfo=None).isoformat()
        return found

    def position(self, row: Json) -> Json:
        """A TradePosition; a stop or target of 0 is none."""
        found = {"position_id": row["identifier"], "side": row["type"], "magic": row["magic"]}
        found.update({name: text(row[name]) for name in ("symbol", "comment")})
        found.update({name: money(row[name], self._digits) for name in ("swap", "profit")})
        for name, source in (("price_current", "price_current"), ("stop_loss", "sl"), ("take_profit", "tp")):
            found[name] = number(row[source]) if row[source] else None
        found.update(volume=number(round(row["volume"], 8)), price_open=number(row["price_open"]))
        found["time"] = self.utc(row["time_msc"])
        return found

    def quote(self, server: str, name: str, tick: Json) -> Json:
        """A Tick."""
        time_utc = self.utc(tick["time_msc"])
        return {"server": server, "symbol": name, "time": time_utc, "bid": tick["bid"], "ask": tick["ask"]}


def account_json(row: Json) -> Json:
    """AccountInfo's account."""
    found = {name: text(row[name]) for name in ("currency", "name", "server", "company")}
    modes = {name: row[name] if row[name] in (0, 1, 2) else None for name in ("margin_mode", "trade_mode")}
    return {"login": str(row["login"]), "leverage": row["leverage"] or None, **found, **modes}


def state_json(row: Json, now: float) -> Json:
    """AccountInfo's state."""
    found = {
        name: money(row[name], row["currency_digits"]) for name in ("balance", "credit", "equity", "margin")
    }
    return {"time": datetime.fromtimestamp(now, UTC).isoformat(), **found}


def symbol_json(row: Json) -> Json:
    """SymbolInfo; a tick size or value of 0 is not stated."""
    found: Json = {name: text(row[name]) for name in SYMBOL_TEXTS}
    found.update({name: number(row[source]) if row[source] else None for name, source in SYMBOL_NUMBERS})
    found.update({name: number(row[source]) for name, source in SYMBOL_AMOUNTS})
    return {"digits": row["digits"], "calc_mode": row["trade_calc_mode"], **found}


class Agent:
    """What was sent and what is still to be sent of one terminal's account."""

    def __init__(self, terminal: Terminal, tracker: Tracker, offset: int | None = None) -> None:
        self._terminal, self._tracker, self._given_offset = terminal, tracker, offset
        self._key: tuple[str, str] | None = None
        self._chunk = CHUNK
        self._since = 0.0
        self._ticks: list[tuple[str, Json]] = []

    def step(self, now: float) -> bool:
        """Look once and push; whether everything there is has been accepted. Raises TroubleError."""
        if not self._terminal.row("terminal_info")["connected"]:
            raise TroubleError("The terminal has no connection to its broker.")
        account = self._terminal.row("account_info")
        if (str(account["login"]), account["server"]) != self._key:
            self._begin(account, now)
        positions = self._terminal.rows("positions_get")
        held = {row["symbol"] for row in positions}
        ticks = self._prices.look(self._terminal, held, account["currency"], now)
        self._ticks = [*self._ticks, *ticks][-MOST_TICKS:]
        if self._prices.offset is None:
            if now - self._since > CLOCK_WAIT:
                log.warning("No fresh price tells the server's clock yet; --offset MINUTES would.")
                self._since = now
            return False
        self._read_deals(account, positions, now)
        rows = sorted(self._waiting.values(), key=lambda row: (row["time_msc"], row["ticket"]))[: self._chunk]
        is_last = len(rows) == len(self._waiting)
        after = self._terminal.row("account_info")
        is_settled = is_last and (after["balance"], after["credit"]) == (
            account["balance"],
            account["credit"],
        )
        self._push(account, rows, positions if is_last else None, now, is_settled=is_settled)
        return is_last and is_settled

    def _begin(self, account: Json, now: float) -> None:
        """Another account: everything anew."""
        if account["trade_allowed"]:
            log.warning(
                "Account %s may trade with this password; use the investor password.", account["login"]
            )
        key = (str(account["login"]), str(account["server"]))
        self._wanted = self._tracker.state(*key)["deals_since"]
        self._specifications = {row["name"]: row for row in self._terminal.rows("symbols_get")}
        self._prices = Prices(self._specifications, self._given_offset)
        self._ticks = []
        self._signature: object = None
        self._key, self._since, self._hurry = key, now, 0.0
        self._ask(now)

    def _ask(self, now: float) -> None:
        """Tell deals again from where the tracker wants them, and every symbol."""
        self._asked, self._read_at = now, 0.0
        wanted = self._wanted
        self._start = datetime.fromisoformat(wanted).replace(tzinfo=UTC) if wanted else BEGINNING
        self._accepted: dict[int, Json] = {}
        self._waiting: dict[int, Json] = {}
        self._told: set[str] = set()

    def _read_deals(self, account: Json, positions: list[Json], now: float) -> None:
        """Note deals that are new or changed: every few seconds, and at once when the account has changed."""
        held = sorted((row["ticket"], row["volume"]) for row in positions)
        signature = (account["balance"], account["credit"], held)
        if signature != self._signature:
            self._signature, self._hurry = signature, now + CLOSE_TOGETHER
        if now - self._asked > ASK_AGAIN:
            self._ask(now)
        if now - self._read_at < RESCAN and now > self._hurry:
            return
        end = datetime.fromtimestamp(now, UTC) + AHEAD
        for row in self._terminal.rows("history_deals_get", self._start, end):
            if self._accepted.get(row["ticket"]) != row:
                self._waiting[row["ticket"]] = row
        self._read_at = now

    def _push(
        self, account: Json, deals: list[Json], positions: list[Json] | None, now: float, *, is_settled: bool
    ) -> None:
        rows = Rows(account["currency_digits"], self._prices.offset or 0)
        names = {row["symbol"] for row in [*deals, *(positions or [])]} | {name for name, _ in self._ticks}
        news = sorted((names & set(self._specifications)) - self._told)
        report = {
            "account": account_json(account),
            "deals": [rows.deal(row) for row in deals],
            "positions": None if positions is None else [rows.position(row) for row in positions],
            "stated": state_json(account, now) if is_settled else None,
            "symbols": [symbol_json(self._specifications[name]) for name in news],
            "server_offset": self._prices.offset,
        }
        quotes = [rows.quote(account["server"], name, tick) for name, tick in self._ticks]
        weekday = (datetime.fromtimestamp(now, UTC) + timedelta(minutes=self._prices.offset or 0)).weekday()
        is_closed = weekday >= SATURDAY and now - self._prices.moved > QUIET
        try:
            answer = self._tracker.push(
                {"version": 1, "quotes": quotes, "reports": [report], "is_closed": is_closed}
            )
        except RefusedError as error:
            if error.status == TOO_LARGE:
                self._chunk = max(self._chunk // 2, SMALLEST_CHUNK)
            self._ticks = []
            raise
        self._wanted, self._ticks = answer["deals_since"], []
        self._told.update(news)
        self._accept(deals, now, is_last=positions is not None)

    def _accept(self, deals: list[Json], now: float, *, is_last: bool) -> None:
        """These deals need not be sent again; once all are accepted only the last days are looked at."""
        for row in deals:
            self._accepted[row["ticket"]] = row
            del self._waiting[row["ticket"]]
        if is_last:
            self._start = max(self._start, datetime.fromtimestamp(now, UTC) - WINDOW - BEHIND)


def run(agent: Agent, terminal: Terminal, options: argparse.Namespace, login: Json) -> int:
    """Look and push until stopped, or until all is accepted with --once; an exit code."""
    wait, is_connected, began = 1.0, False, time.time()
    while True:
        started = time.time()
        try:
            if not is_connected:
                terminal.connect(options.path, login)
                is_connected = True
            is_done, wait = agent.step(started), 1.0
            if options.once and is_done:
                return 0
            if options.once and started - began > LONGEST_WAIT:
                log.error("Not everything could be pushed.")
                return 1
            time.sleep(max(options.interval - (time.time() - started), 0.0))
        except TroubleError as error:
            log.warning("%s", error)
            if options.once:
                return 1
            if is_connected and isinstance(error, TerminalError):
                terminal.disconnect()
                is_connected = False
            time.sleep(wait * random.uniform(0.5, 1.0))  # noqa: S311 - so that agents do not come all at once
            wait = min(wait * 2, LONGEST_WAIT)


def token_of(options: argparse.Namespace) -> str:
    """The token, from the file that is named, or from INGEST_TOKEN; never from the command line."""
    path = options.token_file or os.environ.get("INGEST_TOKEN_FILE")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get("INGEST_TOKEN", "").strip()


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(description="Push a MetaTrader 5 account to Performance Tracker.")
    made.add_argument(
        "--url", default=os.environ.get("TRACKER_URL"), help="such as https://tracker.example.com"
    )
    made.add_argument(
        "--token-file", help="file that holds the token; else INGEST_TOKEN_FILE or INGEST_TOKEN"
    )
    made.add_argument("--interval", type=float, default=1.0, help="seconds between two looks (1)")
    made.add_argument("--once", action="store_true", help="push everything once and end")
    made.add_argument(
        "--offset", type=int, help="minutes the server's clock is ahead of UTC, when no price tells"
    )
    made.add_argument("--path", help="terminal64.exe, when it is not the one that is installed")
    made.add_argument("--login", type=int, help="account to log in to, with MT5_PASSWORD and MT5_SERVER")
    return made


def main(arguments: list[str] | None = None, module: Any = None) -> int:
    """Run the agent; an exit code. *module* stands in for MetaTrader5 in tests."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.INFO)
    options = parser().parse_args(arguments)
    token = token_of(options)
    address = urlsplit(options.url or "")
    if address.scheme not in ("http", "https") or not address.hostname or not token:
        log.error(
            "Give --url http(s)://HOST and the token (--token-file, INGEST_TOKEN_FILE or INGEST_TOKEN)."
        )
        return 2
    if address.scheme == "http" and address.hostname not in ("localhost", "127.0.0.1", "::1"):
        log.warning("The token travels readable for everybody on the way: use https.")
    if module is None:
        try:
            module = importlib.import_module("MetaTrader5")
        except ImportError:
            log.error("The MetaTrader5 package is missing: pip install MetaTrader5 (Windows or Wine only).")  # noqa: TRY400 - a person reads it
            return 2
    login: Json = {}
    if options.login:
        names = {"password": "MT5_PASSWORD", "server": "MT5_SERVER"}
        login = {"login": options.login, **{name: os.environ.get(place, "") for name, place in names.items()}}
    terminal = Terminal(module)
    try:
        return run(Agent(terminal, Tracker(options.url, token), options.offset), terminal, options, login)
    except KeyboardInterrupt:
        return 0
    finally:
        terminal.disconnect()


if __name__ == "__main__":
    sys.exit(main())
