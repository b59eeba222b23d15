from __future__ import annotations

from typing import Any

from dash import dcc, html
from hypothesis import given
from hypothesis import strategies as st

from components.attributes import attributes
from components.markup import Markup, lightened

LIVE = frozenset({"live"})


def _tree(content: Any) -> Any:
    light = lightened(content, LIVE)
    assert isinstance(light, Markup)
    return light.tree


def test_what_stands_still_is_one_component() -> None:
    card = html.Div([html.H2("Title", className="title"), "text", html.Ul([html.Li(1), html.Li(2.5)])])
    expected = ["div", None, ["h2", {"className": "title"}, "Title"], "text"]
    assert _tree(card) == [*expected, ["ul", None, ["li", None, 1], ["li", None, 2.5]]]


def test_attributes_go_along_under_their_names() -> None:
    cell = html.Td("1", colSpan=2, title="One", **attributes(aria_label="one", data_key="k"))
    assert _tree(cell) == ["td", {"colSpan": 2, "title": "One", "aria-label": "one", "data-key": "k"}, "1"]
    assert _tree(html.Span("x", id="place")) == ["span", {"id": "place"}, "x"]
    assert _tree(html.ObjectEl("x", n_clicks=3)) == ["object", None, "x"]


def test_what_a_callback_knows_stays_a_component_and_so_does_what_holds_it() -> None:
    name = {"type": "go", "name": "a"}
    button = html.Button("Go", id=name)
    page = html.Div([html.P("a"), html.P("b"), html.Div(html.Div(id="live")), html.P("c"), button])
    light = lightened(page, LIVE)
    first, holder, after, last = light.children
    assert first.tree == ["", None, ["p", None, "a"], ["p", None, "b"]]
    assert holder.children.id == "live"
    assert after.tree == ["p", None, "c"]
    assert (last.id, last.children) == (name, ["Go"])


def test_the_original_is_left_as_it_was() -> None:
    inner = html.P("a")
    page = html.Div([inner, dcc.Store(id="store")])
    lightened(page, LIVE)
    assert page.children[0] is inner


def test_other_kinds_of_components_stay_and_their_content_becomes_light() -> None:
    light = lightened(dcc.Upload(html.Div([html.B("drop"), " here"]), id="upload"), LIVE)
    assert light.id == "upload"
    assert light.children[0].tree == ["div", None, ["b", None, "drop"], " here"]


def test_answers_that_are_not_components_are_left_alone() -> None:
    assert lightened({"data": [1]}, LIVE) == {"data": [1]}
    assert lightened(("text", None, 3), LIVE) == ("text", None, 3)
    assert isinstance(lightened([html.P("a")], LIVE)[0], Markup)


def test_nothing_among_children_is_no_element() -> None:
    light = lightened(html.Div([None, "a", dcc.Store(id="s")]), LIVE)
    assert light.children[0] == "a"
    assert _tree(html.Div(None)) == ["div", None]
    nested: Any = [html.P("a")]
    assert _tree(html.Div([nested, None])) == ["div", None, ["", None, ["p", None, "a"]], None]


Nested = st.recursive(
    st.text(max_size=3) | st.builds(lambda: dcc.Store(id="s")) | st.builds(lambda: html.I(id="live")),
    lambda inner: st.builds(html.Div, st.lists(inner, max_size=4)),
    max_leaves=20,
)


def _texts(content: Any) -> list[str]:
    if isinstance(content, str):
        return [content]
    if isinstance(content, Markup):
        return _of_tree(content.tree)
    children = getattr(content, "children", None) or []
    return [
        text for child in (children if isinstance(children, list) else [children]) for text in _texts(child)
    ]


def _of_tree(tree: Any) -> list[str]:
    return [tree] if isinstance(tree, str) else [text for part in tree[2:] for text in _of_tree(part)]


@given(Nested)
def test_no_text_is_lost_or_moved(content: Any) -> None:
    assert _texts(lightened(content, LIVE)) == _texts(content)
