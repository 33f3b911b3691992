// Sets the theme before the first paint: ?theme=, then what was chosen last, then the system's.
window.FS = {};
(function () {
  "use strict";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const listeners = [];
  const colors = new Map();

  // A file opened from disk may have no storage.
  function stored(value) {
    try {
      if (value) localStorage.setItem("featurescope.theme", value);
      return localStorage.getItem("featurescope.theme");
    } catch (ignored) {
      return null;
    }
  }

  let chosen = new URLSearchParams(location.search).get("theme") || stored();

  function apply() {
    root.dataset.theme = chosen === "dark" || chosen === "light" ? chosen : system.matches ? "dark" : "light";
    colors.clear();
    listeners.forEach((listener) => listener());
  }

  apply();
  system.addEventListener("change", apply);

  FS.theme = {
    toggle() {
      chosen = root.dataset.theme === "dark" ? "light" : "dark";
      stored(chosen);
      apply();
    },
    onChange(listener) {
      listeners.push(listener);
    },
    /** The value of a colour of page.css. */
    color(name) {
      if (!colors.has(name)) colors.set(name, getComputedStyle(root).getPropertyValue("--" + name).trim());
      return colors.get(name);
    },
  };

  function failed() {
    root.dataset.errors = String(Number(root.dataset.errors || 0) + 1);
  }
  addEventListener("error", failed);
  addEventListener("unhandledrejection", failed);
  addEventListener("securitypolicyviolation", failed);
})();
