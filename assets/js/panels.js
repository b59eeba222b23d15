// The panels of an account's page: what is chosen in them stands in the address, a drawdown shows its days.
(function () {
  "use strict";

  document.addEventListener("change", function (event) {
    const box = event.target.closest("[data-mirror]");
    if (!box || event.target.type !== "radio") {
      return;
    }
    const url = new URL(window.location.href);
    url.searchParams.set(box.dataset.mirror, event.target.value);
    window.history.replaceState(window.history.state, "", url.pathname + url.search + url.hash);
  });

  function curve() {
    return document.querySelector(".equity-card .js-plotly-plot");
  }

  // The days of a fall as a band on the curve; an open one goes on to the end.
  function band(graph, days) {
    const [start, end] = days.split("/");
    const color = getComputedStyle(document.documentElement).getPropertyValue("--loss").trim();
    return {
      type: "rect", xref: "x", yref: "paper", x0: start, x1: end || graph.layout.xaxis.range[1],
      y0: 0, y1: 1, fillcolor: color, opacity: 0.13, line: { width: 0 }, layer: "below",
    };
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-fall]");
    const graph = curve();
    if (!button || !graph || !window.Plotly) {
      return;
    }
    const isShown = button.getAttribute("aria-pressed") === "true";
    document.querySelectorAll("[data-fall]").forEach(function (other) {
      other.setAttribute("aria-pressed", "false");
    });
    button.setAttribute("aria-pressed", String(!isShown));
    window.Plotly.relayout(graph, { shapes: isShown ? [] : [band(graph, button.dataset.fall)] });
    if (!isShown) {
      const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      graph.closest(".card-surface").scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
    }
  });
})();
