// The keyboard: never a key that the browser owns, and silent while something is typed.
(function () {
  "use strict";
  const tracker = window.tracker;
  let awaiting = 0;

  function isTyping(target) {
    return target.closest("input, textarea, select, [contenteditable=true], .ag-root");
  }

  const keys = {
    "?": function () { tracker.openDialog("keys-dialog"); },
    "/": function () {
      const field = document.querySelector("[data-filter] input, input[data-filter], .grid-bar input[type=search]");
      if (field) {
        field.focus();
      } else {
        tracker.openDialog("palette-dialog");
      }
    },
    "[": function () { tracker.stepPeriod(-1); },
    "]": function () { tracker.stepPeriod(1); },
    t: function () {
      tracker.choose("theme", { light: "dark", dark: "system", system: "light" }[document.documentElement.dataset.theme]);
    },
    i: function () { tracker.toggleAmounts(); },
    f: function () { tracker.freeze(); },
  };

  function onKey(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      tracker.openDialog("palette-dialog");
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key === "Escape") {
      const open = tracker.menus()[0];
      tracker.closeAll();
      if (open) {
        open.querySelector("summary").focus();
      }
      return;
    }
    if (event.target.closest("#palette-dialog") && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      tracker.movePalette(event.key === "ArrowDown" ? 1 : -1);
      return;
    }
    if (isTyping(event.target) || document.querySelector("dialog[open]")) {
      return;
    }
    if (Date.now() - awaiting < 1500) {
      awaiting = 0;
      const link = document.querySelector("[data-key='" + CSS.escape(event.key) + "']");
      if (link) {
        event.preventDefault();
        link.click();
      }
      return;
    }
    if (event.key === "g") {
      awaiting = Date.now();
      return;
    }
    if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  }

  document.addEventListener("keydown", onKey);

  document.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.target.closest(".palette-field")) {
      const first = document.querySelector("#palette-list li:not([hidden]) a");
      if (first) {
        event.preventDefault();
        first.click();
      }
    }
  });
})();
