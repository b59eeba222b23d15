"""Elements that no callback knows, as one component instead of one for each of them.

Dash keeps every component in its store and asks each of them after every change whether it is concerned: a
page of three thousand elements spends seconds of the browser on that. What stands still is told as a plain
tree instead, which `assets/js/markup.js` hands to React in one go.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from dash.development.base_component import Component

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from components.attributes import Children

HTML = "dash_html_components"
TAGS = {"MapEl": "map", "ObjectEl": "object"}
OWN = frozenset({"children", "n_clicks", "n_clicks_timestamp", "disable_n_clicks"})
FRAGMENT = ""


class Markup(Component):
    """A tree of elements: text, or a list of tag, attributes and content; an empty tag is only content."""

    _namespace = "tracker"
    _type = "Markup"
    _prop_names = ["tree"]  # noqa: RUF012 - as Dash declares it
    _valid_wildcard_attributes = []  # noqa: RUF012 - the same
    _children_props = []  # noqa: RUF012 - the same

    def __init__(self, tree: object) -> None:
        self.available_properties = ["tree"]
        self.available_wildcard_properties: list[str] = []
        self.tree = tree
        super().__init__(tree=tree)  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class _Still:
    tree: Any


def lightened(content: Children, live: Collection[str]) -> Children:
    """*content* with what stands still as `Markup`; *live* are the ids that callbacks know."""
    if isinstance(content, list | tuple):
        return type(content)(lightened(item, live) for item in content)
    if not isinstance(content, Component):
        return content
    settled = _settled(content, live)
    return Markup(settled.tree) if isinstance(settled, _Still) else settled


def _settled(content: Children, live: Collection[str]) -> _Still | Children:
    """A still tree, or *content* with its still parts as markup."""
    if content is None or isinstance(content, str | int | float):
        return _Still(content)
    if isinstance(content, list | tuple):
        return _together([_settled(item, live) for item in content])
    if not isinstance(content, Component):
        return content
    children = _children(content)
    parts = [_settled(child, live) for child in children]
    if _may_stand_still(content, live) and all(isinstance(part, _Still) for part in parts):
        return _Still([_tag(content), _attributes(content), *(part.tree for part in parts)])
    if not children:
        return content
    changed = copy(content)
    changed.children = (
        parts[0] if len(parts) == 1 and not isinstance(parts[0], _Still) else list(_merged(parts))
    )
    return changed


def _together(parts: Sequence[_Still | Children]) -> _Still | Children:
    if all(isinstance(part, _Still) for part in parts):
        return _Still([FRAGMENT, None, *(part.tree for part in parts)])
    return list(_merged(parts))


def _merged(parts: Sequence[_Still | Children]) -> Iterator[Children]:
    """Components; still siblings become one, mere text stays what it is."""
    for is_still, group in groupby(parts, key=lambda part: isinstance(part, _Still)):
        members = list(group)
        if not is_still:
            yield from members
        elif any(isinstance(member.tree, list) for member in members):
            trees = [member.tree for member in members]
            yield Markup(trees[0] if len(trees) == 1 else [FRAGMENT, None, *trees])
        else:
            yield from (member.tree for member in members if member.tree is not None)


def _children(content: Component) -> list[Any]:
    children = getattr(content, "children", None)
    if children is None:
        return []
    return list(children) if isinstance(children, list | tuple) else [children]


def _may_stand_still(content: Component, live: Collection[str]) -> bool:
    name = getattr(content, "id", None)
    return content._namespace == HTML and (name is None or (isinstance(name, str) and name not in live))  # noqa: SLF001 - the only place where Dash keeps it


def _tag(content: Component) -> str:
    name = content._type  # noqa: SLF001 - the same
    return TAGS.get(name, name.lower())


def _attributes(content: Component) -> dict[str, Any] | None:
    given = content.to_plotly_json()["props"]  # type: ignore[no-untyped-call]
    return {name: value for name, value in given.items() if name not in OWN and value is not None} or None
