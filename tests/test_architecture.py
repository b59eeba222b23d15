"""The shape of the code as tests: sizes, names, contracts, and docs that miss nothing."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import api
from app import root
from services.settings import NAMES, PROJECT

PACKAGES = ("api", "commands", "components", "dashboard", "jobs", "pages", "services")
SOURCES = sorted(
    [PROJECT / "app.py", *(path for package in PACKAGES for path in (PROJECT / package).rglob("*.py"))]
)
TESTS = sorted((PROJECT / "tests").rglob("*.py"))
FORBIDDEN = {"common", "data", "handler", "helper", "helpers", "info", "manager", "util", "utils"}
FILE_LINES, FUNCTION_LINES, CALLBACK_LINES, CALLBACK_ARGUMENTS = 300, 40, 15, 6
Function = ast.FunctionDef | ast.AsyncFunctionDef


def _name(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def _functions(path: Path) -> list[Function]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def _lines(function: Function) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def _is_callback(function: Function) -> bool:
    called = (item.func for item in function.decorator_list if isinstance(item, ast.Call))
    return any(isinstance(name, ast.Name) and name.id == "callback" for name in called)


@pytest.mark.parametrize("path", SOURCES + TESTS, ids=_name)
def test_a_file_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= FILE_LINES


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_a_function_is_short(path: Path) -> None:
    assert {item.name: _lines(item) for item in _functions(path) if _lines(item) > FUNCTION_LINES} == {}


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_a_callback_is_shorter_and_takes_few_arguments(path: Path) -> None:
    found = [item for item in _functions(path) if _is_callback(item)]
    assert {item.name: _lines(item) for item in found if _lines(item) > CALLBACK_LINES} == {}
    assert {item.name for item in found if len(item.args.args) > CALLBACK_ARGUMENTS} == set()


def test_most_files_and_functions_are_much_shorter() -> None:
    files = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES)
    functions = sorted(_lines(item) for path in SOURCES for item in _functions(path))
    assert files[int(0.9 * len(files))] <= 160
    assert functions[int(0.9 * len(functions))] <= 25


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_a_module_is_named_for_what_it_does(path: Path) -> None:
    assert path.stem.strip("_") not in FORBIDDEN
    assert path.parent.name not in FORBIDDEN


def test_the_roof_is_small_and_nobody_stands_on_it() -> None:
    assert len((PROJECT / "app.py").read_text(encoding="utf-8").splitlines()) <= 100
    imports = re.compile(r"^\s*(from app import|import app\b)", re.MULTILINE)
    found = [_name(path) for path in SOURCES if imports.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_nobody_imports_upwards() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([str(tool)], cwd=PROJECT, check=False, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout


def test_the_version_is_written_once_more_and_the_same() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert api.product_version() == project["version"]


def _documentation() -> str:
    pages = [*(PROJECT / "docs").rglob("*.md"), *PROJECT.glob("*.md")]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in _documentation()


@pytest.mark.parametrize("name", sorted(root.commands))
def test_every_command_is_documented(name: str) -> None:
    assert re.search(rf"`(python )?(app\.py )?{re.escape(name)}\b", _documentation())


def test_every_path_of_the_interface_is_documented() -> None:
    paths = set(api.make_server().api_doc["paths"])
    written = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", _documentation())
    assert {path for path in paths if path not in written} == set()


@pytest.mark.parametrize("path", sorted((PROJECT / "jobs").glob("[!_]*.py")), ids=_name)
def test_every_job_is_documented(path: Path) -> None:
    assert f"`{path.stem}`" in _documentation()


def test_no_two_shapes_of_the_interface_share_a_name() -> None:
    """The description knows one of each name; a second one would take the first one's place."""
    found = [
        node.name
        for path in SOURCES
        if path.parent.name == "api"
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    ]
    assert sorted(found) == sorted(set(found))
