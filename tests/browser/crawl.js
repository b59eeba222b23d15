// Every control of the page by its kind, and what can be seen to change when one is used.
(function () {
  "use strict";
  const skipped = "#remove-demo, .drop button, [data-reload]";

  function kind(control) {
    const place = control.closest("dialog, nav, header, aside, main");
    const words = control.matches(".button, .icon-button") ? " " + control.textContent : "";
    const look = control.className.replace(/-\d+/g, ""); // shades of one kind
    const name = control.id && !control.id.startsWith("{") ? control.id : look + words;
    const marks = Object.keys(control.dataset).sort().join("+");
    const page = place && place.id === "main" && control.tagName !== "A" ? location.pathname : "frame";
    return [page, place ? place.id || place.tagName : "", control.tagName, name, marks].join(" ");
  }

  function reveal(control) {
    const dialog = control.closest("dialog");
    if (dialog && !dialog.open) {
      dialog.showModal();
    }
    for (let box = control.parentElement; box; box = box.parentElement) {
      if (box.tagName === "DETAILS" && control.parentElement !== box) {
        box.open = true;
      }
    }
  }

  function seen() {
    const root = document.documentElement;
    const focus = document.activeElement ? document.activeElement.id : "";
    const asked = performance.getEntriesByType("resource").length;
    return [location.href, focus, asked, JSON.stringify(root.dataset), document.body.outerHTML].join("\n");
  }

  window.crawl = {
    // Use the first control of a kind that is not among those done; its kind, or null when all are done.
    next: function (done) {
      const all = Array.from(document.querySelectorAll("a[href], button:not([disabled]), summary"));
      for (const control of all) {
        const name = kind(control);
        if (done.includes(name) || control.matches(skipped)) {
          continue;
        }
        document.querySelectorAll("dialog[open]").forEach(function (open) { open.close(); });
        reveal(control);
        if (!control.checkVisibility()) {
          continue;
        }
        window.crawl.before = seen();
        window.crawl.at = location.href;
        control.click();
        return name;
      }
      return null;
    },
    changed: function () { return seen() !== window.crawl.before; },
    left: function () { return location.href !== window.crawl.at; },
    // Whether another page is shown, not only another place of this one.
    elsewhere: function () { return location.href.split("#")[0] !== window.crawl.at.split("#")[0]; },
    // The figures that move by themselves stand still.
    still: function () {
      ["overview-tick", "accounts-tick", "account-tick", "freshness-tick", "live-tick"].forEach(function (name) {
        try {
          window.dash_clientside.set_props(name, { disabled: true });
        } catch {
          // This page has no such figures.
        }
      });
    },
  };
  window.crawl.still();
})();
