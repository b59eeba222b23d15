// The theme, the colours of profit and loss, hidden amounts: chosen here, remembered, and shown on every chart.
(function () {
  "use strict";
  const root = document.documentElement;
  const tokens = [
    "--bg", "--surface", "--raised", "--line", "--grid", "--text", "--muted", "--faint", "--accent", "--accent-soft",
    "--profit", "--profit-soft", "--loss", "--loss-soft", "--warn", "--warn-soft", "--ok", "--ok-soft",
  ];

  function colours() {
    const style = window.getComputedStyle(root);
    return tokens.map(function (token) {
      return style.getPropertyValue(token).trim().toUpperCase();
    });
  }

  window.tracker.restyle = function (change) {
    const before = colours();
    change();
    const after = colours();
    markChoices();
    if (window.dash_clientside && window.dash_clientside.set_props && before.join() !== after.join()) {
      window.dash_clientside.set_props("restyle", { data: { before: before, after: after } });
    }
  };

  function choose(name, value) {
    window.tracker.restyle(function () {
      window.tracker.remember(name, value);
      if (name === "theme") {
        const url = new URL(window.location.href);
        if (url.searchParams.has("theme")) {
          url.searchParams.delete("theme");
          window.history.replaceState(window.history.state, "", url.pathname + url.search);
        }
      }
      window.tracker.apply();
    });
    window.tracker.announce(name + ": " + value);
  }

  function markChoices() {
    document.querySelectorAll("[data-choice]").forEach(function (button) {
      const [name, value] = button.dataset.choice.split("=");
      button.setAttribute("aria-pressed", String(root.dataset[name] === value));
    });
    document.querySelectorAll("[data-toggle-amounts]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(root.dataset.amounts === "hidden"));
    });
  }

  // Questions under way: their answers may still hold what was just hidden.
  const ask = window.fetch.bind(window);
  let underWay = 0;
  window.fetch = function (...wanted) {
    underWay += 1;
    return ask(...wanted).finally(function () {
      underWay -= 1;
    });
  };

  function whenQuiet(act) {
    window.setTimeout(function () {
      if (underWay) {
        whenQuiet(act);
      } else {
        act();
      }
    }, 50);
  }

  // Amounts are left out by the server, so the page is asked for again; until it is here nothing can be read.
  function toggleAmounts() {
    const wanted = root.dataset.amounts === "hidden" ? "shown" : "hidden";
    window.tracker.remember("amounts", wanted);
    window.tracker.apply();
    markChoices();
    if (wanted === "hidden") {
      root.dataset.veiled = "true";
    }
    whenQuiet(window.tracker.redraw);
    window.tracker.announce(wanted === "hidden" ? "Amounts are hidden." : "Amounts are shown.");
  }

  Object.assign(window.tracker, { choose: choose, markChoices: markChoices, toggleAmounts: toggleAmounts });
})();
