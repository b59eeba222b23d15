// The frame's behaviour: links without reloading, menus, dialogs, keys, theme, colours, hidden amounts.
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

  function announce(text) {
    const region = document.getElementById("announcer");
    if (region) {
      region.textContent = text;
    }
  }

  // ---- links -------------------------------------------------------------------------------------------------
  function go(url) {
    const target = new URL(url, window.location.href);
    const moved = target.pathname !== window.location.pathname;
    window.history.pushState({}, "", target.pathname + target.search + target.hash);
    root.dataset.busy = "true";
    window.setTimeout(settled, 15000);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    if (moved) {
      window.scrollTo(0, 0);
      root.dataset.moved = "true";
    }
  }

  function settled() {
    delete root.dataset.busy;
    if (root.dataset.moved) {
      delete root.dataset.moved;
      const main = document.getElementById("main");
      const title = document.querySelector("#main h1");
      if (main && title) {
        main.focus({ preventScroll: true });
        announce(title.textContent);
      }
    }
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

  function chooseAccount(value) {
    const url = withParameter("account", value);
    if (url.pathname.startsWith("/accounts")) {
      url.searchParams.delete("account");
      url.pathname = value ? "/accounts/" + value : "/accounts";
    }
    go(url.href);
  }

  function onLink(event, link) {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) {
      return;
    }
    const url = new URL(link.href, window.location.href);
    if (url.origin !== window.location.origin || link.target || link.hasAttribute("download") || link.dataset.plain) {
      return;
    }
    if (url.hash && url.pathname === window.location.pathname) {
      return;
    }
    event.preventDefault();
    closeAll();
    if (link.dataset.set) {
      const [name, value] = link.dataset.set.split("=");
      go(withParameter(name, value).href);
    } else {
      go(url.href);
    }
  }

  // ---- menus and dialogs -------------------------------------------------------------------------------------
  function menus() {
    return document.querySelectorAll("details.menu[open], details.explain[open]");
  }

  function closeAll(except) {
    menus().forEach(function (menu) {
      if (menu !== except && !(except && menu.contains(except))) {
        menu.open = false;
      }
    });
    document.querySelectorAll("dialog[open]").forEach(function (dialog) {
      if (!except) {
        dialog.close();
      }
    });
  }

  function keepInView(menu) {
    const panel = menu.querySelector(":scope > .popover-panel");
    if (!panel) {
      return;
    }
    panel.style.transform = "";
    const box = panel.getBoundingClientRect();
    const over = Math.max(0, box.right - (root.clientWidth - 12)) || Math.min(0, box.left - 12);
    if (over) {
      panel.style.transform = "translateX(" + -over + "px)";
    }
  }

  function openDialog(id) {
    const dialog = document.getElementById(id);
    if (!dialog || dialog.open) {
      return;
    }
    closeAll();
    dialog.showModal();
    const field = dialog.querySelector("input[type=search]");
    if (field) {
      field.value = "";
      filterPalette("");
      field.focus();
    }
  }

  function filterPalette(text) {
    const wanted = text.trim().toLowerCase();
    let shown = 0;
    document.querySelectorAll("#palette-list li").forEach(function (item) {
      const fits = item.textContent.toLowerCase().includes(wanted);
      item.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    const none = document.getElementById("palette-none");
    if (none) {
      none.hidden = shown > 0;
    }
  }

  function movePalette(step) {
    const links = Array.from(document.querySelectorAll("#palette-list li:not([hidden]) a"));
    if (!links.length) {
      return;
    }
    const at = links.indexOf(document.activeElement);
    links[(at + step + links.length) % links.length].focus();
  }

  // ---- theme, colours, amounts -------------------------------------------------------------------------------
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
    announce(name + ": " + value);
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

  function nameUploads() {
    document.querySelectorAll(".drop input[type=file]:not([aria-label])").forEach(function (field) {
      field.setAttribute("aria-label", "Report files");
      field.tabIndex = -1;
    });
  }

  function toggleAmounts() {
    window.tracker.remember("amounts", root.dataset.amounts === "hidden" ? "shown" : "hidden");
    window.location.reload();
  }

  // ---- periods -----------------------------------------------------------------------------------------------
  function applyDates() {
    const start = document.getElementById("period-start").value;
    const end = document.getElementById("period-end").value;
    if (start || end) {
      closeAll();
      go(withParameter("period", start + ".." + end).href);
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

  // ---- keys --------------------------------------------------------------------------------------------------
  let awaiting = 0;

  function isTyping(target) {
    return target.closest("input, textarea, select, [contenteditable=true], .ag-root");
  }

  const keys = {
    "?": function () { openDialog("keys-dialog"); },
    "/": function () {
      const field = document.querySelector("[data-filter] input, input[data-filter], .grid-bar input[type=search]");
      if (field) {
        field.focus();
      } else {
        openDialog("palette-dialog");
      }
    },
    "[": function () { stepPeriod(-1); },
    "]": function () { stepPeriod(1); },
    t: function () {
      choose("theme", { light: "dark", dark: "system", system: "light" }[root.dataset.theme]);
    },
    i: toggleAmounts,
  };

  function onKey(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openDialog("palette-dialog");
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key === "Escape") {
      const open = menus()[0];
      closeAll();
      if (open) {
        open.querySelector("summary").focus();
      }
      return;
    }
    if (event.target.closest("#palette-dialog") && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      movePalette(event.key === "ArrowDown" ? 1 : -1);
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

  // ---- wiring ------------------------------------------------------------------------------------------------
  document.addEventListener("click", function (event) {
    const menu = event.target.closest("details.menu, details.explain");
    menus().forEach(function (open) {
      if (open !== menu) {
        open.open = false;
      }
    });
    const choice = event.target.closest("[data-choice]");
    if (choice) {
      choose.apply(null, choice.dataset.choice.split("="));
      return;
    }
    const dialog = event.target.closest("[data-opens]");
    if (dialog) {
      openDialog(dialog.dataset.opens);
      return;
    }
    if (event.target.closest("[data-closes]") || event.target.matches("dialog")) {
      closeAll();
      return;
    }
    if (event.target.closest("[data-toggle-amounts]")) {
      toggleAmounts();
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
    } else if (event.target.id === "zone-picker") {
      go(withParameter("zone", value).href);
    }
  });

  document.addEventListener("input", function (event) {
    if (event.target.closest(".palette-field")) {
      filterPalette(event.target.value);
    }
  });

  document.addEventListener("toggle", function (event) {
    if (event.target.matches("details.menu, details.explain") && event.target.open) {
      keepInView(event.target);
    }
  }, true);

  document.addEventListener("submit", function (event) {
    event.preventDefault();
  });

  document.addEventListener("keydown", onKey);

  new MutationObserver(function (changes) {
    const fresh = changes.some(function (change) {
      return change.target.id === "_pages_content";
    });
    if (fresh) {
      settled();
    }
    markChoices();
    nameUploads();
  }).observe(document.body, { childList: true, subtree: true });

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
