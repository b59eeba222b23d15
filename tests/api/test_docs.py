"""The two readers of the interface's description, in a browser, under our policy, without any other host."""

from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from selenium import webdriver
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dash import Dash

pytestmark = pytest.mark.browser
FLAGS = ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu")


@pytest.fixture
def address(app: Dash) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def browser() -> Iterator[Any]:
    options: Any = webdriver.ChromeOptions()
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options=options)
    yield browser
    browser.quit()


def _requested(browser: Any) -> set[str]:
    messages: list[dict[str, Any]] = [
        json.loads(entry["message"])["message"] for entry in browser.get_log("performance")
    ]
    sent = [message["params"] for message in messages if message["method"] == "Network.requestWillBeSent"]
    return {params["request"]["url"] for params in sent}


@pytest.mark.parametrize(("path", "selector"), [("/docs", ".opblock"), ("/redoc", "h1")])
def test_it_is_drawn_without_a_violation_or_another_host(
    browser: Any, address: str, path: str, selector: str
) -> None:
    browser.get(address + path)
    deadline = time.monotonic() + 20
    while not browser.find_elements("css selector", selector) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert browser.find_elements("css selector", selector)
    time.sleep(1)
    remote = {url for url in _requested(browser) if urlsplit(url).scheme in ("http", "https")}
    assert {urlsplit(url).hostname for url in remote} == {"localhost"}
    assert [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []
