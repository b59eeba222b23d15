"""What a client asked for, read from its message."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import orjson

from services.live.refusal import Closing, RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from services.live.frame import EventFrame
    from services.live.mirror import Mirror
    from services.live.visitor import Visitor


class Channel(StrEnum):
    """Kinds of news; the market's state is for everyone."""

    PNL = "pnl"
    POSITIONS = "positions"
    TRADES = "trades"
    ALERTS = "alerts"
    EXPORTS = "exports"
    RULES = "rules"


class Shape(StrEnum):
    """The two forms of the same values."""

    ROWS = "rows"
    COLUMNS = "columns"


CHANNELS = {
    "position_update": Channel.POSITIONS,
    "trade_closed": Channel.TRADES,
    "alert": Channel.ALERTS,
    "export": Channel.EXPORTS,
    "prop_update": Channel.RULES,
}


@dataclass(frozen=True, slots=True)
class Subscription:
    """The accounts (None: all), channels and shape of a client; whoever has the same shares every byte."""

    accounts: frozenset[str] | None = None
    channels: frozenset[Channel] = frozenset(Channel)
    shape: Shape = Shape.ROWS

    def wants(self, event: EventFrame) -> bool:
        """Whether an event is for this client; a file is for who sees all the accounts that are in it."""
        if event.type == "market":
            return True
        if CHANNELS.get(event.type) not in self.channels:
            return False
        if self.accounts is None:
            return True
        about = event.data["accounts"] if event.type == "export" else filter(None, [event.account_id])
        return self.accounts.issuperset(about)

    def seen_by(self, visitor: Visitor, mirror: Mirror) -> Subscription:
        """What is left of it for *visitor*; raises RefusedError for an account that is not there."""
        if self.accounts is None:
            return replace(self, accounts=visitor.accounts)
        for account in self.accounts:
            if not visitor.may_see(account) or (mirror.is_known and mirror.place(account) is None):
                raise RefusedError(
                    Closing.NOT_ALLOWED, "not_allowed", "One of these accounts is not there for you to see."
                )
        return self


def subscription_of(message: Mapping[str, object]) -> Subscription:
    """The subscription that *message* asks for; raises RefusedError when it is malformed."""
    return Subscription(
        _accounts(message.get("accounts", "all")),
        frozenset(Channel(name) for name in _names(message, "channels", Channel)),
        _shape(message.get("format", Shape.ROWS)),
    )


def _accounts(asked: object) -> frozenset[str] | None:
    if asked == "all":
        return None
    if isinstance(asked, list) and all(isinstance(one, str) for one in asked):
        return frozenset(asked)
    raise malformed('"accounts" is "all" or a list of ids')


def _names(message: Mapping[str, object], name: str, allowed: type[Channel]) -> list[str]:
    asked = message.get(name, list(allowed))
    if isinstance(asked, list) and all(isinstance(one, str) and one in set(allowed) for one in asked):
        return asked
    raise malformed(f'"{name}" is a list of {", ".join(allowed)}')


def _shape(asked: object) -> Shape:
    if isinstance(asked, str) and asked in set(Shape):
        return Shape(asked)
    raise malformed('"format" is rows or columns')


def request_of(text: str) -> Mapping[str, Any]:
    """The object that a client sent; raises RefusedError when it is none."""
    try:
        found = orjson.loads(text)
    except ValueError as error:
        raise malformed("it is no JSON") from error
    if not isinstance(found, dict):
        raise malformed("it is one JSON object")
    return found


def malformed(what: str) -> RefusedError:
    """The refusal of a message that cannot be understood; *what* says what would be right."""
    return RefusedError(Closing.BAD_REQUEST, "bad_request", f"The message is malformed: {what}.")
