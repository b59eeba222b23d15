"""One server with every page, one browser, for all tests that need them."""

from __future__ import annotations

import copy
import shutil
import tempfile
import threading
from typing import TYPE_CHECKING

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from waitress.server import create_server  # type: ignore[import-untyped]

from dashboard import context
from services.container import Services
from services.errors import UnavailableError
from services.settings import load
from services.storage.engine import Database
from tests.browser.live_stage import Stage
from tests.browser.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from dash import Dash

    from services.storage.embedded import EmbeddedServer

FLAGS = (
    "--no-sandbox",
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--window-size=1280,800",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs Chromium."""
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def address(application: Dash) -> Iterator[str]:
    """Where the application is served."""
    server = create_server(application.server, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(5)


@pytest.fixture(scope="package")
def screen(address: str) -> Iterator[Screen]:
    """A browser, pointed at the application; gone after these tests, so that no page ticks into others."""
    driver = shutil.which("chromedriver")
    if driver is None:
        pytest.skip("Chromium and its driver are not installed.")
    folder = tempfile.mkdtemp(prefix="browser-")
    options = webdriver.ChromeOptions()
    for flag in (*FLAGS, f"--user-data-dir={folder}"):
        options.add_argument(flag)  # type: ignore[no-untyped-call]
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})  # type: ignore[no-untyped-call]
    browser = webdriver.Chrome(service=Service(driver), options=options)
    yield Screen(browser, address)
    browser.quit()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def install(application: Dash) -> Callable[[Services], None]:
    """Puts services behind the running pages."""
    return lambda services: context.install(application.server, services)


@pytest.fixture
def demo(install: Callable[[Services], None], demo_services: Services) -> Services:
    """The demo accounts behind the pages."""
    install(demo_services)
    return demo_services


@pytest.fixture
def state(
    request: pytest.FixtureRequest, install: Callable[[Services], None], monkeypatch: pytest.MonkeyPatch
) -> str:
    """The state named by the parameter: demo, empty or error."""
    name = str(request.param)
    shown = request.getfixturevalue("services" if name == "empty" else "demo_services")
    install(shown)
    if name == "error":
        monkeypatch.setattr(type(shown.performance), "overview", _down)
        monkeypatch.setattr(type(shown.performance), "trades", _down)
        monkeypatch.setattr(type(shown.performance), "account", _down)
    return name


def _down(*_: object) -> None:
    raise UnavailableError("The database is down.")


@pytest.fixture(scope="session")
def demo_services(server: EmbeddedServer, data_dir: Path) -> Iterator[Services]:
    """The product with its demo accounts."""
    from services.storage.migrate import migrate  # noqa: PLC0415
    from tests.conftest import _database  # noqa: PLC0415 - the one that makes databases

    made = _database(server, "template1")
    url = next(made)
    database = Database(url)
    migrate(database)
    settings = load({"DATABASE_URL": url, "DATA_DIR": str(data_dir / "browser")})
    services = Services(settings, database, None)
    services.demo.create()
    yield services
    database.dispose()
    next(made, None)


@pytest.fixture
def stage(application: Dash, demo: Services) -> Iterator[Stage]:
    """A stream that says what a test wants, behind the pages."""
    stage = Stage(application.server, demo)
    yield stage
    stage.close()


@pytest.fixture
def live(screen: Screen, stage: Stage) -> Iterator[Screen]:
    """The browser on the address that has the stream; it leaves before the stream does."""
    found = copy.copy(screen)
    found.address = stage.address
    yield found
    found.browser.get("about:blank")
