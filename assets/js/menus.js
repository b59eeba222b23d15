// Menus that open in place, dialogs, the command palette.
(function () {
  "use strict";
  const root = document.documentElement;

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

  // On narrow screens the rarer controls of the top bar stand behind one button.
  function showMore(isShown) {
    root.dataset.more = String(isShown);
    document.querySelectorAll("[data-toggle-more]").forEach(function (button) {
      button.setAttribute("aria-expanded", String(isShown));
    });
  }

  function keepInView(menu) {
    const panel = menu.querySelector(":scope > .popover-panel");
    if (!panel) {
      return;
    }
    panel.style.transform = "";
    if (menu.closest(".table-wrap")) {
      putBeside(menu.querySelector("summary").getBoundingClientRect(), panel);
      return;
    }
    const box = panel.getBoundingClientRect();
    const over = Math.max(0, box.right - (root.clientWidth - 12)) || Math.min(0, box.left - 12);
    if (over) {
      panel.style.transform = "translateX(" + -over + "px)";
    }
  }

  // A table that moves sideways would cut off what opens in it: there a panel stands in the window, not in it.
  function putBeside(mark, panel) {
    panel.style.position = "fixed";
    panel.style.right = "auto";
    const bar = document.getElementById("bottom-bar");
    const floor = window.innerHeight - (bar ? bar.offsetHeight : 0) - 12;
    const below = mark.bottom + 6;
    const above = mark.top - 6 - panel.offsetHeight;
    const left = Math.min(mark.right, root.clientWidth - 12) - panel.offsetWidth;
    panel.style.top = (below + panel.offsetHeight > floor && above > 12 ? above : below) + "px";
    panel.style.left = Math.max(12, left) + "px";
  }

  // It stands where its row was, so it closes when the row moves.
  function closeMoved(moved) {
    menus().forEach(function (menu) {
      if (menu.closest(".table-wrap") && moved.contains(menu) && !menu.contains(moved)) {
        menu.open = false;
      }
    });
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

  Object.assign(window.tracker, {
    menus: menus,
    closeAll: closeAll,
    closeMoved: closeMoved,
    keepInView: keepInView,
    showMore: showMore,
    openDialog: openDialog,
    filterPalette: filterPalette,
    movePalette: movePalette,
  });
})();
