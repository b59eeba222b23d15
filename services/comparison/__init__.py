"""Accounts and trades beside each other: pure functions on arrays."""
