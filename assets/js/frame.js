// The frame's behaviour: links without reloading, periods, pickers, and what a click means.
(function () {
  "use strict";
  const root = document.documentElement;
  const tracker = window.tracker;
  let patience = 0;
  let focused = null;

  function announce(text) {
    const region = document.getElementById("announcer");
    if (region) {
      region.textContent = text;
    }
  }

  // Busy until the page is there; the patience of an earlier click does not end that of a later one.
  function awaitPage() {
    root.dataset.busy = "true";
    window.clearTimeout(patience);
    patience = window.setTimeout(settled, 15000);
  }

  function go(url) {
    const target = new URL(url, window.location.href);
    if (target.href === window.location.href) {
      redraw();
      window.scrollTo(0, 0);
      return;
    }
    const moved = target.pathname !== window.location.pathname;
    window.history.pushState({}, "", target.pathname + target.search + target.hash);
    awaitPage();
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    if (moved) {
      window.scrollTo(0, 0);
      root.dataset.moved = "true";
    }
  }

  // The page at hand drawn anew by the server, without loading it: its figures may look different now.
  function redraw() {
    awaitPage();
    window.dash_clientside.set_props("_pages_location", { search: window.location.search });
  }

  function settled() {
    delete root.dataset.busy;
    delete root.dataset.veiled;
    if (root.dataset.moved) {
      delete root.dataset.moved;
      const main = document.getElementById("main");
      const title = document.querySelector("#main h1");
      if (main && title) {
        main.focus({ preventScroll: true });
        announce(title.textContent);
      }
      focused = null;
    } else {
      refocus();
    }
  }

  // What is drawn anew takes the focus with it: give it to the same field, button or link of the new page.
  function refocus() {
    if (!focused || focused.isConnected || document.activeElement !== document.body) {
      return;
    }
    const href = focused.getAttribute("href");
    const same = focused.id
      ? document.getElementById(focused.id)
      : Array.from(document.querySelectorAll("#main a[href]")).find(function (link) {
        return href && link.getAttribute("href") === href;
      });
    (same || document.getElementById("main")).focus({ preventScroll: true });
  }

  function withParameter(name, value) {
    const url = new URL(window.location.href);
    if (value) {
      url.searchParams.set(name, value);
    } else {
      url.searchParams.delete(name);
    }
    return url;
  }

  // All accounts, one of them or a group; on a page about one of these, the page about the other.
  function chooseAccount(value) {
    const group = value.startsWith("group:") ? value.slice(6) : "";
    const url = withParameter("account", group ? "" : value);
    url.searchParams.delete("group");
    const isAbout = /^\/(accounts|groups)\/./.test(url.pathname);
    if (isAbout || url.pathname.startsWith("/accounts")) {
      const nothing = url.pathname.startsWith("/groups") ? "/groups/all" : "/accounts";
      url.searchParams.delete("account");
      url.pathname = group ? "/groups/" + group : value ? "/accounts/" + value : nothing;
    } else if (group) {
      url.searchParams.set("group", group);
    }
    go(url.href);
  }

  function onLink(event, link) {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) {
      return;
    }
    const url = new URL(link.href, window.location.href);
    if ("file" in link.dataset) {
      event.preventDefault();
      tracker.closeAll();
      tracker.wishFile(url.pathname + url.search);
      return;
    }
    if (url.origin !== window.location.origin || link.target || link.hasAttribute("download") || link.dataset.plain) {
      return;
    }
    if (url.hash && url.pathname === window.location.pathname) {
      return;
    }
    event.preventDefault();
    tracker.closeAll();
    if (link.dataset.set) {
      const [name, value] = link.dataset.set.split("=");
      go(withParameter(name, value).href);
    } else {
      go(url.href);
    }
  }

  function nameUploads() {
    document.querySelectorAll(".drop input[type=file]:not([aria-label])").forEach(function (field) {
      field.setAttribute("aria-label", "Files to import");
      field.tabIndex = -1;
    });
  }

  function applyDates() {
    const start = document.getElementById("period-start").value;
    const end = document.getElementById("period-end").value;
    if (start || end) {
      tracker.closeAll();
      go(withParameter("period", start + ".." + end).href);
    } else {
      document.getElementById("period-start").focus();
    }
  }

  function stepPeriod(step) {
    const links = Array.from(document.querySelectorAll(".segmented [data-set^='period=']"));
    const at = links.findIndex(function (link) {
      return link.getAttribute("aria-current") === "true";
    });
    const next = links[Math.min(links.length - 1, Math.max(0, (at < 0 ? links.length - 1 : at) + step))];
    if (next) {
      next.click();
    }
  }

  document.addEventListener("click", function (event) {
    const menu = event.target.closest("details.menu, details.explain");
    tracker.menus().forEach(function (open) {
      if (open !== menu) {
        open.open = false;
      }
    });
    const choice = event.target.closest("[data-choice]");
    if (choice) {
      tracker.choose.apply(null, choice.dataset.choice.split("="));
      return;
    }
    const dialog = event.target.closest("[data-opens]");
    if (dialog) {
      tracker.openDialog(dialog.dataset.opens);
      return;
    }
    if (event.target.closest("[data-closes]") || event.target.matches("dialog")) {
      tracker.closeAll();
      return;
    }
    if (event.target.closest("[data-toggle-more]")) {
      tracker.showMore(root.dataset.more !== "true");
      return;
    }
    if (event.target.closest("[data-toggle-amounts]")) {
      tracker.toggleAmounts();
      return;
    }
    if (event.target.closest("[data-apply-period]")) {
      applyDates();
      return;
    }
    if (event.target.closest("[data-reload]")) {
      window.location.reload();
      return;
    }
    const link = event.target.closest("a[href]");
    if (link) {
      onLink(event, link);
    }
  });

  document.addEventListener("change", function (event) {
    const value = event.target.value === "-" ? "" : event.target.value;
    if (event.target.id === "account-picker") {
      chooseAccount(value);
    } else if (event.target.id === "currency-picker") {
      go(withParameter("currency", value).href);
    } else if (event.target.id === "benchmark-picker") {
      go(withParameter("benchmark", value).href);
    } else if (event.target.id === "zone-picker") {
      go(withParameter("zone", value).href);
    }
  });

  document.addEventListener("input", function (event) {
    if (event.target.closest(".palette-field")) {
      tracker.filterPalette(event.target.value);
    }
  });

  document.addEventListener("toggle", function (event) {
    if (event.target.matches("details.menu, details.explain") && event.target.open) {
      tracker.keepInView(event.target);
    }
  }, true);

  document.addEventListener("focusin", function (event) {
    focused = event.target.closest("#main") ? event.target : null;
  });

  document.addEventListener("focusout", function (event) {
    const left = event.target;
    window.setTimeout(function () {
      if (focused === left && left.isConnected) {
        focused = null; // somebody went elsewhere
      }
    });
  });

  document.addEventListener("scroll", function (event) {
    tracker.closeMoved(event.target);
  }, true);

  document.addEventListener("submit", function (event) {
    event.preventDefault();
  });

  new MutationObserver(function (changes) {
    const fresh = changes.some(function (change) {
      return change.target.id === "_pages_content";
    });
    if (fresh) {
      settled();
    }
    tracker.markChoices?.();
    nameUploads();
  }).observe(document.body, { childList: true, subtree: true });

  Object.assign(tracker, { announce: announce, stepPeriod: stepPeriod, redraw: redraw });
})();
