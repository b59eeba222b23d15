// Runs in the head, before anything is painted: theme, colours, hidden amounts, and where the charts' library is.
(function () {
  "use strict";
  if (window.tracker) {
    return;
  }
  const root = document.documentElement;
  const themes = ["light", "dark", "system"];
  const palettes = ["safe", "green-red", "red-green"];
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  function stored(name, allowed) {
    let value = null;
    try {
      value = window.localStorage.getItem(name);
    } catch {
      value = null;
    }
    return allowed.includes(value) ? value : allowed[allowed.length - 1];
  }

  function remember(name, value) {
    try {
      window.localStorage.setItem(name, value);
    } catch {
      // A browser that keeps nothing still shows the page.
    }
    document.cookie = name + "=" + value + "; path=/; max-age=31536000; SameSite=Lax";
  }

  function choice() {
    const asked = new URLSearchParams(window.location.search).get("theme");
    return themes.includes(asked) ? asked : stored("theme", themes);
  }

  function apply() {
    const theme = choice();
    const shown = theme === "system" ? (dark.matches ? "dark" : "light") : theme;
    const palette = stored("palette", ["green-red", "red-green", "safe"]);
    root.dataset.bsTheme = shown;
    root.dataset.agThemeMode = shown;
    root.dataset.theme = theme;
    root.dataset.palette = palette;
    root.dataset.amounts = stored("amounts", ["hidden", "shown"]);
    remember("shown_theme", shown);
    remember("palette", palette);
    remember("amounts", root.dataset.amounts);
  }

  const base = document.currentScript ? document.currentScript.src.replace(/js\/boot\.js.*$/, "") : "/assets/";
  Object.defineProperty(window, "_dashPlotlyJSURL", {
    get: function () {
      return base + "vendor/plotly/plotly-strict.min.js";
    },
    set: function () {},
  });

  window.tracker = { apply: apply, remember: remember, themes: themes, palettes: palettes };
  apply();
  dark.addEventListener("change", function () {
    window.tracker.restyle(apply);
  });
  window.tracker.restyle = function (change) {
    change();
  };
})();
