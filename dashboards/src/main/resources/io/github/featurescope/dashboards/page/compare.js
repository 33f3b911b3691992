// Several runs side by side: the chooser at the top, a table, and curves in one colour a run.
(function () {
  "use strict";
  const { h, format, number, theme } = FS;
  const byId = (id) => document.getElementById(id);
  const COLORS = 8;
  const DASHES = ["solid", "dash", "dot"];
  const share = (v) => Math.round(v * 100) + " %";
  const hidden = new Set();

  /** Colour and dash of the run at a place: colours first, then dashes. */
  function style(index) {
    return { color: theme.color("run-" + ((index % COLORS) + 1)), dash: DASHES[Math.floor(index / COLORS) % DASHES.length] };
  }

  const WORDS = { none: "waiting", UNDECIDED: "too early", LEARNING_SIGNAL: "learning", ONSET: "onset", MEMORISING_NOISE: "memorising", CLEAN: "clean" };

  function word(run) {
    const after = FS.summary.outcome(run);
    return after && after.state === "restored" ? "put back" : WORDS[FS.summary.stateOf(run)];
  }

  function tone(run) {
    const after = FS.summary.outcome(run);
    return after && after.state === "restored" ? "CLEAN" : FS.summary.stateOf(run);
  }

  /** The runs to overlay, with their looks; the one in focus on top. */
  function shown(view) {
    return view.runs.names
      .map((name, i) => ({ name, run: view.runs.get(name), ...style(i), width: name === view.name ? 3 : 1.9, z: name === view.name ? 5 : 3 }))
      .filter((r) => !hidden.has(r.name) && r.run.probes.length);
  }

  /** A chart with one line a run. */
  function overlay(view, value, y, empty) {
    const all = shown(view);
    const axis = all.every((r) => r.run.axis === "epoch") ? "epoch" : "iteration";
    const lines = all.map((r) => ({
      name: r.name, color: r.color, dash: r.dash, width: r.width, z: r.z,
      best: r.run.bestProbe ? r.run.bestProbe[axis] : null,
      data: r.run.probes.map((p) => [p[axis], value(r.run, p)]),
    }));
    const places = lines.flatMap((line) => line.data.map((p) => p[0]));
    const first = places.length ? Math.min(...places) : 0;
    return {
      lines, marks: [], areas: [], y, axis, empty,
      x: { name: axis === "epoch" ? "epoch" : "iteration (optimiser steps)", min: first, max: Math.max(first + 1, ...places) },
    };
  }

  const of = (set, path) => (run, probe) => number(probe, "sets." + (run.sets.includes(set) ? set : run.sets[0]) + "." + path);
  const ratio = { min: 0, max: 1, interval: 0.25 };

  const PANELS = [
    ["compare-accuracy", "Accuracy that counts", ["fit.given"], format.percent, (run, p) => run.accuracy(run.judge, p), { name: "share right, on test or else held out", ...ratio, label: share }],
    ["compare-memorised", "Wrong labels memorised", ["wrongLabels.wrongAsGiven"], format.percent, (run, p) => (run.wrongSet ? number(p, "sets." + run.wrongSet + ".wrongLabels.wrongAsGiven") : null), { name: "share of mislabelled samples", ...ratio, label: share }, "No mislabelled samples are known in these runs."],
    ["compare-margin", "Share of noise in the margins", ["signalNoise.share"], format.percent, (run, p) => number(p, "signalNoise.share"), { name: "share of the margin", ...ratio, label: share }, "Needs probe sets named train and heldout."],
    ["compare-richness", "Richness distance D_LR", ["dlr.doubleCentred"], format.plain, of("train", "dlr.doubleCentred"), { name: "D_LR (0 rich, 1 lazy), train", ...ratio, label: format.axis }],
    ["compare-dimension", "Effective dimension", ["centred.effectiveDimension"], format.plain, of("train", "centred.effectiveDimension"), { name: "directions, train", min: 0, label: format.axis }],
    ["compare-alignment", "Kernel-target alignment", ["kernelTargetAlignment"], format.plain, of("heldout", "kernelTargetAlignment"), { name: "alignment (0 to 1), held out", min: 0, label: format.axis }],
  ];

  PANELS.forEach(([id, title, paths, show, value, y, empty]) => {
    FS.panels.push({ id, title, paths, format: show, section: "compare", group: "compare", draw: (run, view) => overlay(view, value, y, empty) });
  });

  function swatch(i) {
    const { color, dash } = style(i);
    return h("i", { class: "swatch " + dash, style: { borderTopColor: color } });
  }

  /** The chooser at the top: which run the page is about. */
  function chooser(view, choose) {
    const names = view.runs.names;
    const bar = byId("runs");
    bar.hidden = names.length < 2;
    if (bar.hidden) return;
    FS.radios(byId("run-choice"), names.map((name, i) => {
      const run = view.runs.get(name);
      return {
        chosen: name === view.name, choose: () => choose(name), title: name,
        content: [swatch(i), h("span", { class: "name" }, name), h("span", { class: "word v-" + tone(run) }, word(run))],
      };
    }));
  }

  function last(run, value) {
    for (let i = run.probes.length - 1; i >= 0; i--) {
      const v = value(run, run.probes[i]);
      if (v !== null) return v;
    }
    return null;
  }

  function row(view, name, i, choose, redraw) {
    const run = view.runs.get(name);
    const box = h("input", { type: "checkbox", "aria-label": "Draw " + name });
    box.checked = !hidden.has(name);
    box.addEventListener("change", () => {
      if (box.checked) hidden.delete(name);
      else hidden.add(name);
      redraw();
    });
    const pick = h("button", { type: "button", class: "link", title: "Show this run" }, name);
    pick.addEventListener("click", () => choose(name));
    const judged = (probe) => (probe ? run.accuracy(run.judge, probe) : null);
    const settings = (run.start && run.start.settings) || {};
    const what = [settings.data, settings.model, settings.noise].filter((v) => v !== undefined).join(", ");
    const cell = (label, text) => h("td", { class: "n", "data-name": label }, text);
    return h("tr", { class: name === view.name ? "here" : null },
      h("td", {}, h("div", { class: "who" }, h("label", {}, box, swatch(i)), h("span", {}, pick, what ? h("small", {}, what) : null))),
      h("td", {}, h("span", { class: "word v-" + tone(run) }, word(run))),
      cell("epochs", run.last ? format.count(run.last.epoch) : "–"),
      cell("best", run.bestProbe ? run.axis + " " + format.count(run.bestProbe[run.axis]) : "–"),
      cell("accuracy at best", format.percent(judged(run.bestProbe))),
      cell("accuracy last", format.percent(judged(run.last))),
      cell("memorised", format.percent(last(run, PANELS[1][4]))),
      cell("wrong, est.", format.percent(last(run, (r, p) => number(p, "noiseRate.rate")))),
      cell("D_LR", format.plain(last(run, PANELS[3][4]))),
      cell("dimension", format.plain(last(run, PANELS[4][4]))),
      cell("cost", format.percent(last(run, (r, p) => (p.iteration > 0 ? number(p, "cost.share") : null)))));
  }

  const HEADS = ["Run", "Verdict", "Epochs", "Best", "Accuracy at best", "Accuracy last", "Memorised", "Wrong, est.", "D_LR", "Dimension", "Cost"];

  function table(view, choose, redraw) {
    const names = view.runs.names;
    for (const id of ["compare", "to-compare"]) byId(id).hidden = names.length < 2;
    if (names.length < 2) return;
    const box = byId("compare-table");
    const at = [...box.querySelectorAll("input, button")].indexOf(document.activeElement);
    box.replaceChildren(h("table", {},
      h("thead", {}, h("tr", {}, HEADS.map((name, i) => h("th", { scope: "col", class: i > 1 ? "n" : null }, name)))),
      h("tbody", {}, names.map((name, i) => row(view, name, i, choose, redraw)))));
    if (at >= 0) box.querySelectorAll("input, button")[at]?.focus({ preventScroll: true });
  }

  FS.compare = { chooser, table };
})();
