"""YAML as a person writes it: each field once, and what looks like a number the text that it was."""

from __future__ import annotations

from typing import Any

import yaml

from services.errors import InvalidInputError

# YAML 1.1 makes 1,020 of 17:00, and a float of 0.05: the fields of a rule set know better what they are
_AS_WRITTEN = {f"tag:yaml.org,2002:{kind}" for kind in ("int", "float", "timestamp")}


class _Loader(yaml.SafeLoader):  # type: ignore[misc] # PyYAML has no types
    """Safe, and strict about fields."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own
        first: [one for one in known if one[0] not in _AS_WRITTEN]
        for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002 - PyYAML's own
        """The fields of a mapping; one that is there twice is refused."""
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                raise InvalidInputError(
                    f"The rule set has {name!r} twice, again at line {key.start_mark.line + 1}."
                )
            seen.add(name)
        return super().construct_mapping(node, deep)


def read_yaml(text: str) -> dict[Any, Any]:
    """The fields of a document; raises InvalidInputError in one sentence."""
    try:
        document = yaml.load(text, _Loader)  # noqa: S506 - a safe loader, and a stricter one
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        where = f" at line {place.line + 1}" if place is not None else ""
        raise InvalidInputError(f"The rule set is no YAML{where}.") from error
    except RecursionError as error:
        raise InvalidInputError("The rule set is nested too deeply.") from error
    if not isinstance(document, dict):
        raise InvalidInputError("The rule set is no YAML with a name: value on each line.")
    return document
