"""From quote to screen: three live pages in headless Chromium, from quote to painted figure."""

from __future__ import annotations

import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from selenium import webdriver

from benchmarks._figure import Figure
from benchmarks._live_product import product

if TYPE_CHECKING:
    from collections.abc import Iterator

Page: TypeAlias = Any  # selenium is untyped
PAGES = 3
SECONDS = 300.0
BUSY_SECONDS = 20.0
RECONNECTS = 20
FLUSH_MILLISECONDS = 250
FAST_MILLISECONDS = 33
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--window-size=1280,900",
)
WATCH = """
(function () {
  window.bench = { ages: [], messages: 0, quoted: 0, sockets: [] };
  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(...given) {
      super(...given);
      window.bench.sockets.push(this);
      this.addEventListener("message", function (event) {
        const quoted = /"quote_time":(\\d+)/.exec(event.data);
        window.bench.messages += 1;
        if (quoted) { window.bench.quoted = Number(quoted[1]); }
      });
    }
  };
  new MutationObserver(function (changes) {
    const quoted = window.bench.quoted;
    const isFigure = changes.some(function (change) {
      const element = change.target.nodeType === 1 ? change.target : change.target.parentElement;
      return element && element.closest("[data-live]");
    });
    if (!quoted || !isFigure) { return; }
    window.bench.quoted = 0;
    window.requestAnimationFrame(function () { window.bench.ages.push(Date.now() - quoted); });
  }).observe(document, { subtree: true, childList: true, characterData: true });
})();
"""


def screen() -> list[Figure]:
    """Age of what is painted, frames lost and doubled, and what the browser's main thread does."""
    figures = []
    with product() as found, ExitStack() as stack:
        pages = [stack.enter_context(_page(f"{found.url}/live")) for _ in range(PAGES)]
        time.sleep(5)
        for page in pages:
            page.execute_script("window.bench.ages = []")
        time.sleep(SECONDS)
        ages = np.concatenate([np.array(page.execute_script("return window.bench.ages")) for page in pages])
        counts = [page.execute_script("return window.tracker.live") for page in pages]
        figures += [
            Figure("quote to screen, median", float(np.median(ages)), "ms"),
            Figure(
                "quote to screen, p99", float(np.percentile(ages, 99)), "ms", most=FLUSH_MILLISECONDS + 100
            ),
            Figure(
                f"frames lost in {SECONDS / 60:g} minutes on {PAGES} pages",
                _sum(counts, "gaps"),
                "frames",
                most=0,
            ),
        ]
        for _ in range(RECONNECTS):
            pages[0].execute_script("window.bench.sockets.at(-1).close()")
            time.sleep(2.5)
        again = [pages[0].execute_script("return window.tracker.live")]
        name = f"after {RECONNECTS} forced reconnects"
        figures += [
            Figure(f"reconnects {name}", _sum(again, "reconnects"), "times", least=RECONNECTS),
            Figure(f"frames doubled {name}", _sum(again, "doubles"), "frames", most=0),
            Figure(f"frames lost {name}", _sum(again, "gaps"), "frames", most=0),
        ]
    return [*figures, *_busy()]


def _busy() -> list[Figure]:
    """The main thread at thirty messages a second."""
    with product(FLUSH_MILLISECONDS=str(FAST_MILLISECONDS)) as found, _page(f"{found.url}/live") as page:
        time.sleep(6)
        page.execute_script("window.bench.messages = 0")
        before = _spent(page)
        time.sleep(BUSY_SECONDS)
        share = (_spent(page) - before) / BUSY_SECONDS
        rate = page.execute_script("return window.bench.messages") / BUSY_SECONDS
    return [
        Figure("messages to a page", rate, "a second"),
        Figure("… main thread of the page", share * 100, "%", most=35),
    ]


def _spent(page: Page) -> float:
    """Seconds of tasks on the main thread so far."""
    metrics = page.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    return float(next(item["value"] for item in metrics if item["name"] == "TaskDuration"))


@contextmanager
def _page(url: str) -> Iterator[Page]:
    options: Page = webdriver.ChromeOptions()
    for option in OPTIONS:
        options.add_argument(option)
    page: Page = webdriver.Chrome(options=options)
    try:
        page.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
        page.execute_cdp_cmd("Performance.enable", {})
        page.get(url)
        yield page
    finally:
        page.quit()


def _sum(found: list[dict[str, Any]], name: str) -> int:
    return sum(int(one[name]) for one in found)
