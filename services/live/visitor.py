"""Who opened a connection, as the web process found out before it handed the socket over."""

from __future__ import annotations

from dataclasses import dataclass

import orjson


@dataclass(frozen=True, slots=True)
class Visitor:
    """The peer's address, and the ids of the accounts it may see (None: all)."""

    address: str
    accounts: frozenset[str] | None = None

    def may_see(self, account_id: str) -> bool:
        """Whether the account is one of its own."""
        return self.accounts is None or account_id in self.accounts

    def encoded(self) -> bytes:
        """The visitor as one line of JSON."""
        accounts = None if self.accounts is None else sorted(self.accounts)
        return orjson.dumps({"address": self.address, "accounts": accounts}) + b"\n"

    @classmethod
    def decoded(cls, line: bytes) -> Visitor:
        """The visitor of a line; raises ValueError for anything else."""
        try:
            found = orjson.loads(line)
            accounts = found["accounts"]
            return cls(str(found["address"]), None if accounts is None else frozenset(accounts))
        except (KeyError, TypeError) as error:
            raise ValueError("This line does not describe a visitor.") from error
