// The arrow keys among the days of the calendar; page up and page down go to what is before and after.
(function () {
  "use strict";
  const DAY = 86400000;
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

  function onKey(event) {
    const page = document.querySelector(".calendar-page");
    if (!page || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, details")) {
      return;
    }
    const turn = { PageUp: "prev", PageDown: "next" }[event.key];
    if (turn) {
      event.preventDefault();
      page.querySelector("a[rel=" + turn + "]").click();
      return;
    }
    const days = Array.from(page.querySelectorAll("[data-day]"));
    if (!steps[event.key] || !days.length || !event.target.closest(".calendar-page")) {
      return;
    }
    event.preventDefault();
    const here = event.target.closest("[data-day]");
    const box = event.target.closest("section");
    if (!here) {
      ((box && box.querySelector("[data-day]")) || days[0]).focus();
      return;
    }
    const wanted = new Date(Date.parse(here.dataset.day) + steps[event.key] * DAY).toISOString().slice(0, 10);
    const next = page.querySelector("[data-day='" + wanted + "']");
    if (next) {
      next.focus();
    }
  }

  document.addEventListener("keydown", onKey);
})();
