"""What is wrong with a rule set, in a sentence that names the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

PATTERNS = {
    "name": "may have a-z, 0-9 and - only, such as my-100k",
    "currency": "must be a code such as USD",
}
WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is nothing that a rule set has",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "enum": "must be {expected}",
    "model_type": "needs fields in braces, such as {{amount: 500}}",
    "string_type": "must be text",
    "string_too_short": "must not be empty",
    "string_too_long": "has more than {max_length} characters",
}
NUMBERS = {
    "decimal_": "must be a number",
    "finite_number": "must be a number",
    "int_": "must be a whole number",
}


def malformed(error: ValidationError) -> str:
    """The first of what is wrong."""
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    if not place:
        return f"The rule set is malformed: {_reason(first)}."
    return f"The rule set is malformed: {place} {_reason(first)}."


def _reason(error: ErrorDetails) -> str:
    kind = error["type"]
    if kind == "string_pattern_mismatch":
        return PATTERNS[str(error["loc"][-1])]
    if kind in WORDS:
        return WORDS[kind].format(**error.get("ctx", {}))
    number = next((words for start, words in NUMBERS.items() if kind.startswith(start)), None)
    return number or error["msg"].removeprefix("Value error, ")
