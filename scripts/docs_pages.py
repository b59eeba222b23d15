"""Write the pages of docs/ that are made from the code: settings, commands and the HTTP interface."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import click

import api
from app import root
from services.settings import PROJECT, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

SETTINGS = """# Settings

Every setting is an environment variable. Each may also be given as `NAME_FILE`, the path of a file that
holds the value, which suits secrets. An unknown or malformed setting stops the start with one line that names
it (exit 2); `python app.py config` prints the settings in force without secrets. `make docs` makes this page.

| Setting | Default | Meaning |
|---|---|---|
"""
COMMANDS = """# Commands

`python app.py COMMAND`; without a command it is `run`. Data goes to stdout, messages to stderr. Exit 0 is
success, 1 a failure, 2 wrong input. `make docs` makes this page.

| Command | Options | Meaning |
|---|---|---|
"""
API = """# HTTP interface

The full description with every field is at `/openapi.json`, readable at `/docs` and `/redoc` of the running
product. Errors everywhere are `{"error": {"code", "message", "detail?"}, "request_id"}`; the request id is
also in the header `X-Request-ID` and in the log. `make docs` makes this page.

| Call | Meaning |
|---|---|
"""


def settings() -> str:
    """The page of settings."""
    return SETTINGS + "".join(
        f"| `{name.upper()}` | {_default(field)} | {' '.join((field.description or '').split())} |\n"
        for name, field in Settings.model_fields.items()
    )


def commands() -> str:
    """The page of commands."""
    return COMMANDS + "".join(
        f"| `{name}` | {_options(item)} | {_sentence(item.help)} |\n" for name, item in _leaves(root, "")
    )


def interface() -> str:
    """The page of the HTTP interface."""
    paths: dict[str, Any] = api.make_server().api_doc["paths"]
    return API + "".join(
        f"| `{method.upper()} {path}` | {_sentence(operation.get('summary'))} |\n"
        for path, methods in sorted(paths.items())
        for method, operation in methods.items()
    )


def _leaves(group: click.Group, prefix: str) -> Iterator[tuple[str, click.Command]]:
    for name, item in sorted(group.commands.items()):
        if isinstance(item, click.Group):
            yield from _leaves(item, f"{prefix}{name} ")
        else:
            yield prefix + name, item


def _options(item: click.Command) -> str:
    shown = [
        f"`{option.opts[0] if isinstance(option, click.Option) else option.human_readable_name}`"
        for option in item.params
        if not getattr(option, "hidden", False)
    ]
    return " ".join(shown) or "–"


def _sentence(text: str | None) -> str:
    return inspect.cleandoc(text or "").split("\n\n", 1)[0].replace("\n", " ").replace("|", "\\|")


def _default(field: FieldInfo) -> str:
    value = field.default
    if value is None or value == ():
        return "–"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, Path):
        return f"`{value.relative_to(PROJECT)}/` in the project"
    return f"`{value}`"


if __name__ == "__main__":
    for page, text in (("settings", settings()), ("commands", commands()), ("api", interface())):
        (PROJECT / "docs" / f"{page}.md").write_text(text, encoding="utf-8")
