"""Backups: proven copies of the whole database and its archive files, made, checked, restored and rotated."""
