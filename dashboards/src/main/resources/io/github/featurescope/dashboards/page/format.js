// Numbers and words as a person reads them; and small help with the document.
(function () {
  "use strict";
  const MINUS = "\u2212";

  function signed(text) {
    return text.replace("-", MINUS);
  }

  /** Rounds the decimal number that a person would read, half away from zero, as the console does. */
  function fixed(v, digits) {
    const text = String(Math.abs(v));
    if (!isFinite(v) || text.includes("e")) return v.toFixed(digits);
    const rounded = Math.round(Number(text + "e" + digits));
    return (v < 0 && rounded ? "-" : "") + Number(rounded + "e-" + digits).toFixed(digits);
  }

  const format = {
    /** A plain number with about three significant digits. */
    plain(v) {
      if (v === null || v === undefined) return "–";
      const a = Math.abs(v);
      if (a !== 0 && (a < 0.001 || a >= 1e6)) return signed(v.toExponential(1));
      if (a >= 1000) return signed(Math.round(v).toLocaleString("en"));
      return signed(fixed(v, a >= 100 ? 0 : a >= 10 ? 1 : a >= 1 ? 2 : 3));
    },
    /** A number on an axis, as short as it is exact. */
    axis(v) {
      const a = Math.abs(v);
      return a !== 0 && (a < 0.0001 || a >= 1e6) ? signed(v.toExponential(0)) : signed(String(Number(v.toPrecision(3))));
    },
    /** A share as a percentage. */
    percent(v) {
      if (v === null || v === undefined) return "–";
      const p = v * 100;
      return signed(fixed(p, Math.abs(p) < 0.995 && p !== 0 ? 2 : 1)) + " %";
    },
    /** A change with its sign, in percent. */
    change(v) {
      if (v === null || v === undefined) return "–";
      return (v > 0 ? "+" : "") + signed(fixed(v * 100, Math.abs(v) < 0.0995 ? 1 : 0).replace(/\.0$/, "")) + " %";
    },
    count(v) {
      return v === null || v === undefined ? "–" : Number(v).toLocaleString("en");
    },
    seconds(v) {
      if (v === null || v === undefined) return "–";
      if (v < 1) return Math.round(v * 1000) + " ms";
      if (v < 90) return v.toFixed(v < 10 ? 1 : 0) + " s";
      const minutes = Math.round(v / 60);
      return minutes < 90 ? minutes + " min" : (v / 3600).toFixed(1) + " h";
    },
    parameters(v) {
      if (v === null || v === undefined) return "–";
      return v >= 1e6 ? (v / 1e6).toFixed(1) + " M" : v >= 1e4 ? Math.round(v / 1e3) + " k" : format.count(v);
    },
  };

  /** An element with properties and children; text is always text, never markup. */
  function h(tag, properties, ...children) {
    const element = document.createElement(tag);
    for (const [key, value] of Object.entries(properties || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (key === "style") Object.assign(element.style, value);
      else element.setAttribute(key, value);
    }
    element.append(...children.flat().filter((c) => c !== null && c !== undefined));
    return element;
  }

  function svg(tag, properties, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(properties || {})) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  /** Buttons of which one is chosen, for mouse and arrow keys alike; keeps the focus when redrawn. */
  function radios(box, choices) {
    const focused = [...box.children].indexOf(document.activeElement);
    const buttons = choices.map((choice, i) => {
      const button = h("button", { type: "button", role: "radio", class: choice.class, title: choice.title, "aria-checked": String(choice.chosen), tabindex: choice.chosen ? "0" : "-1" }, choice.content);
      button.addEventListener("click", choice.choose);
      button.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (!step) return;
        event.preventDefault();
        const next = (i + step + choices.length) % choices.length;
        choices[next].choose();
        if (box.children[next]) box.children[next].focus();
      });
      return button;
    });
    box.replaceChildren(...buttons);
    if (focused >= 0 && buttons[focused]) buttons[focused].focus({ preventScroll: true });
  }

  /** An icon of one path. */
  function icon(d) {
    return svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d }));
  }

  FS.format = format;
  FS.fixed = fixed;
  FS.h = h;
  FS.svg = svg;
  FS.icon = icon;
  FS.radios = radios;
})();
