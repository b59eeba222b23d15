"""Print docs/settings.md, made from the settings themselves."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from services.settings import PROJECT, Settings

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

HEAD = """# Settings

Every setting is an environment variable. Each may also be given as `NAME_FILE`, the path of a file that
holds the value, which suits secrets. An unknown or malformed setting stops the start with one line that names
it (exit 2); `python app.py config` prints the settings in force without secrets. `make docs` makes this page.

| Setting | Default | Meaning |
|---|---|---|
"""


def page() -> str:
    """The whole page."""
    return HEAD + "".join(_row(name.upper(), field) for name, field in Settings.model_fields.items())


def _row(name: str, field: FieldInfo) -> str:
    return f"| `{name}` | {_default(field.default)} | {' '.join((field.description or '').split())} |\n"


def _default(value: object) -> str:
    if value is None or value == ():
        return "–"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, Path):
        return f"`{value.relative_to(PROJECT)}/` in the project"
    return f"`{value}`"


if __name__ == "__main__":
    sys.stdout.write(page())
