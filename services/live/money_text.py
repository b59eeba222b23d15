"""Money and times as text, made from the integers of frames."""

from __future__ import annotations

from datetime import UTC, datetime


def money_text(minor: int, digits: int) -> str:
    """Minor units as a decimal with the currency's digits.

    >>> money_text(-159866, 2), money_text(5, 2), money_text(120, 0)
    ('-1598.66', '0.05', '120')
    """
    if digits <= 0:
        return str(minor)
    text = f"{minor:0{digits + (2 if minor < 0 else 1)}d}"
    return f"{text[:-digits]}.{text[-digits:]}"


def optional_money_text(minor: int | None, digits: int) -> str | None:
    """The same; None where it is unknown."""
    return None if minor is None else money_text(minor, digits)


def instant(milliseconds: int) -> str:
    """Milliseconds since 1970 as ISO 8601 in UTC.

    >>> instant(1_790_000_000_250)
    '2026-09-21T14:13:20.250+00:00'
    """
    seconds, rest = divmod(milliseconds, 1000)
    return (
        datetime.fromtimestamp(seconds, UTC)
        .replace(microsecond=rest * 1000)
        .isoformat(timespec="milliseconds")
    )
