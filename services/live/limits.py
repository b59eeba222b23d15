"""The bounds of the stream."""

from __future__ import annotations

from dataclasses import dataclass

ALL_OF_THIS_MACHINE = frozenset({"127.0.0.1", "::1", ""})
"""Addresses that a reverse proxy on this machine gives to everybody; only `clients` bounds them."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many, how long (seconds) and how big (bytes)."""

    clients: int = 2_000
    clients_per_address: int = 64
    messages_per_minute: int = 60
    message_bytes: int = 64 * 1024
    greeting_seconds: float = 0.25
    heartbeat_seconds: float = 15.0
    ping_seconds: float = 25.0
    silence_seconds: float = 60.0
    stall_seconds: float = 10.0
    closing_seconds: float = 5.0
