"""Balances, closed trades, snapshots and imports of an account against its deals."""

from __future__ import annotations

from services.calc.integrity import integrity_issues as of_record

__all__ = ["of_record"]
