"""A browser as a reader has it, and everything it must not report."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

    from selenium.webdriver.remote.webdriver import WebDriver

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(event.violatedDirective + " " + event.blockedURI);
});
window.shift = 0;
new PerformanceObserver((list) => {
  list.getEntries().forEach((entry) => { window.shift += entry.hadRecentInput ? 0 : entry.value; });
}).observe({ type: "layout-shift", buffered: true });
window.touched = performance.now();
new MutationObserver(() => { window.touched = performance.now(); }).observe(document, {
  attributes: true, characterData: true, childList: true, subtree: true,
});
"""
RUN_AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, { runOnly: arguments[0] }).then((found) => {
  done(found.violations.map((item) => item.id + ": " + item.nodes.map((node) => node.html).join(" | ")));
});
"""
IS_SETTLED = """
const all = (name, part) => [...document.querySelectorAll(name)].every((box) => box.querySelector(part));
return !!document.querySelector("#main h1") && !document.documentElement.dataset.busy
  && all(".chart-box", ".main-svg") && all(".trades-grid", ".ag-row")
  && all("#choices", "select") && all("#freshness", ".pill")
  && performance.now() - window.touched > 400;
"""
AWAIT_RENEWAL = """
window.renewed = false;
new MutationObserver((_, watch) => { window.renewed = true; watch.disconnect(); })
  .observe(document.getElementById("_pages_content"), { childList: true });
"""
SIDEWAYS = "const page = document.documentElement; return Math.max(0, page.scrollWidth - page.clientWidth)"
OWN_SCHEMES = ("data", "blob", "about", "chrome", "chrome-extension", "devtools")
PATIENCE_SECONDS = 60.0
PHONE, DESK = (390, 844), (1280, 800)


class Screen:
    """One browser window on the application."""

    def __init__(self, browser: WebDriver, address: str) -> None:
        self.browser = browser
        self.address = address
        self.cdp("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})

    def open(self, path: str, *, theme: str = "light", size: tuple[int, int] = DESK) -> None:
        """Show *path* in a window that knows nothing yet, and wait until it is drawn."""
        width, height = size
        metrics: dict[str, object] = {
            "width": width,
            "height": height,
            "deviceScaleFactor": 1,
            "mobile": size == PHONE,
        }
        self.cdp("Emulation.setDeviceMetricsOverride", metrics)
        self.browser.get(f"{self.address}/assets/theme.css")
        self.run(f"localStorage.clear(); localStorage.setItem('theme', '{theme}'); sessionStorage.clear()")
        self.forget()
        self.go(path)

    def go(self, path: str) -> None:
        """Load *path* in the same window, which keeps what it remembers, and wait until it is drawn."""
        self.browser.get(self.address + path)
        self.settle()

    def settle(self) -> None:
        """Wait until the page has its heading, its charts and its grid, and nothing has moved for a while."""
        self.wait(lambda: self.run(IS_SETTLED))

    def renew(self, act: Callable[[], object]) -> None:
        """Do what has another page drawn, and wait for it: until then the old one's links can be clicked."""
        self.run(AWAIT_RENEWAL)
        act()
        self.wait(lambda: self.run("return window.renewed !== false"))
        self.settle()

    def wait(self, condition: Callable[[], object]) -> None:
        """Wait until *condition* holds; raises TimeoutError."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError(self.run("return document.body.innerText"))
            time.sleep(0.1)

    def run(self, script: str) -> Any:
        """What a script answers."""
        return self.browser.execute_script(script)  # type: ignore[no-untyped-call]

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, wherever the focus is."""
        for key in keys:
            event = f"{{key: '{key}', bubbles: true, cancelable: true}}"
            self.run(f"document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {event}))")

    @property
    def path(self) -> str:
        """The address at the moment, without its host."""
        return str(self.browser.current_url).removeprefix(self.address)

    @property
    def heading(self) -> str:
        """The page's heading; empty while there is none."""
        return str(self.run("return document.querySelector('#main h1')?.innerText ?? ''"))

    def forget(self) -> None:
        """Drop what was reported so far."""
        self.browser.get_log("browser")  # type: ignore[no-untyped-call]
        self.browser.get_log("performance")  # type: ignore[no-untyped-call]

    def faults(self) -> dict[str, object]:
        """Everything that is wrong with the page at hand; empty when nothing is."""
        found = {
            "accessibility": self._axe(),
            "policy": self.run("return window.violations"),
            "console": self.console(),
            "other hosts": self._other_hosts(),
            "sideways": self.run(SIDEWAYS),
            "shift": (shift := float(self.run("return window.shift"))) > 0.1 and shift,
        }
        return {name: value for name, value in found.items() if value}

    def _axe(self) -> list[str]:
        self.run(AXE)
        return list(self.browser.execute_async_script(RUN_AXE, RULES))

    def console(self) -> list[str]:
        """What the browser complained of since it was asked last."""
        lines = self.browser.get_log("browser")  # type: ignore[no-untyped-call]
        return [line["message"] for line in lines if line["level"] in ("WARNING", "SEVERE")]

    def _other_hosts(self) -> list[str]:
        lines = self.browser.get_log("performance")  # type: ignore[no-untyped-call]
        events = [json.loads(line["message"])["message"] for line in lines]
        asked = [
            event["params"]["request"]["url"]
            for event in events
            if event["method"] == "Network.requestWillBeSent"
        ]
        own = urlsplit(self.address).netloc
        return [
            url for url in asked if urlsplit(url).scheme not in OWN_SCHEMES and urlsplit(url).netloc != own
        ]

    def cdp(self, command: str, values: dict[str, object]) -> Any:
        """What Chromium answers to a command of its DevTools."""
        return self.browser.execute_cdp_cmd(command, values)  # type: ignore[attr-defined]
