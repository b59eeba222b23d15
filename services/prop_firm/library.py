"""The rule sets that come with the product, and those that a person brings: YAML, one set a file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from services.errors import InvalidInputError, NotFoundError, UnreadableFileError
from services.prop_firm.rule_yaml import read_yaml
from services.prop_firm.rules import RuleSet, rule_set_of

FOLDER = Path(__file__).resolve().parent / "rule_sets"
LARGEST = 20_000  # bytes


@cache
def library() -> tuple[RuleSet, ...]:
    """Every rule set of ours, by label."""
    found = [read_rules(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.yaml")]
    return tuple(sorted(found, key=lambda item: item.label))


def find_rules(name: str) -> RuleSet:
    """The rule set called *name*; raises NotFoundError."""
    found = next((item for item in library() if item.name == name), None)
    if found is None:
        raise NotFoundError("rule set", name)
    return found


def read_rules(text: str) -> RuleSet:
    """A rule set in YAML; raises InvalidInputError in one sentence."""
    if len(text) > LARGEST:
        raise InvalidInputError(f"A rule set has at most {LARGEST:,} characters.")
    return rule_set_of(read_yaml(text))


def read_file(path: Path) -> str:
    """The text of a rule set's file; raises UnreadableFileError."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFileError(f"{path.name} cannot be read as text in UTF-8.") from error
