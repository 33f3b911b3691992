// What a person reads first: verdict, strip of regimes, key figures, evidence; and the run's facts.
(function () {
  "use strict";
  const { h, svg, icon, format, number, at } = FS;
  const byId = (id) => document.getElementById(id);
  const ICONS = {
    none: "M12 7v5l3 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z",
    UNDECIDED: "M9 9a3 3 0 1 1 4.2 2.7c-.8.4-1.2 1-1.2 1.9v.4M12 17.5v.1",
    LEARNING_SIGNAL: "M4 17l5-6 4 3 7-8M15 6h5v5",
    ONSET: "M3 17c5 0 5-10 9-10s4 6 9 8M12 3v1M12 11v9",
    MEMORISING_NOISE: "M12 4 3 19.5h18L12 4ZM12 10v4.5M12 17v.1",
    CLEAN: "M5 12.5l4.5 4.5L19 7.5",
  };
  const TITLES = {
    none: "Waiting for the first probe",
    UNDECIDED: "Too early to tell",
    LEARNING_SIGNAL: "Learning signal",
    ONSET: "Onset of memorisation",
    MEMORISING_NOISE: "Memorising wrong labels",
    CLEAN: "Labels fitted, no sign of wrong ones",
  };

  /** What decides a verdict, by the last part of its name. */
  const SIGNS = {
    agreement: "Agreement of epochs",
    gap: "Training fit beyond held out",
    memorised: "Contradicted labels now fitted",
    scattered: "Labels among the last classes",
    confident: "Labels contradicted where surest",
  };

  /** The accuracy that counts: on test with true labels, else held out, else whatever there is. */
  function judge(run) {
    return ["test", "heldout"].find((set) => run.sets.includes(set) && (!run.last || run.probes.some((p) => run.accuracy(set, p) !== null))) || run.sets.find((set) => set !== "train") || run.sets[0];
  }

  function moment(run, m) {
    const x = run.x(m);
    return x === null ? "–" : run.axis + " " + format.count(x);
  }

  function bestProbe(run) {
    const best = run.verdict && run.verdict.best;
    return best && run.probes.length ? run.probes[run.indexAt(run.x(best))] : null;
  }

  /** Why learning is not called memorising. */
  function against(verdict) {
    const decide = (verdict.evidence || []).filter((e) => e.decides);
    const speak = decide.filter((e) => e.memorising).length;
    if (!speak) return "nothing that decides speaks for wrong labels being memorised";
    if (speak === decide.length) return "all signs speak for wrong labels being memorised, but the best moment is hardly over";
    return speak + " of " + decide.length + " signs speak for wrong labels being memorised, which takes all of them";
  }

  function sentence(run, state) {
    const v = run.verdict;
    const since = v && v.since ? moment(run, v.since) : "";
    if (state === "MEMORISING_NOISE") return (since ? "Since " + since + " the" : "The") + " network learns single labels by heart instead of what samples share. " + (run.end ? "Go back to the best epoch." : "Stop here, and go back to the best epoch.");
    if (state === "ONSET") return (since ? "Since " + since + " all" : "All") + " signs speak for wrong labels being memorised; the best " + run.axis + " is so near that it may still move. Training on will hardly help.";
    if (state === "CLEAN") return "The network has fitted its training labels" + (since ? " since " + since : "") + ", and they do not look wrong: there is nothing to go back for.";
    if (state === "LEARNING_SIGNAL") return (since ? "Since " + since + " the" : "The") + " network learns what samples of a class share; " + against(v) + ".";
    if (state === "UNDECIDED") return "There is too little to judge by yet.";
    return run.start ? "The charts fill as soon as the first probe of the network has been taken." : "The page fills by itself as soon as a training run reports.";
  }

  function verdict(run) {
    const state = run.verdict && TITLES[run.verdict.state] ? run.verdict.state : run.last ? "UNDECIDED" : "none";
    document.documentElement.dataset.verdict = state;
    byId("verdict-title").textContent = TITLES[state];
    byId("verdict-text").textContent = sentence(run, state);
    byId("verdict-glyph").replaceChildren(icon(ICONS[state]));
    const best = bestProbe(run);
    const box = byId("goback");
    box.hidden = !best;
    if (!best) return;
    const set = judge(run);
    const then = run.accuracy(set, best);
    const now = run.accuracy(set, run.last);
    box.replaceChildren(
      h("strong", {}, format.count(run.x(run.verdict.best))),
      h("span", {}, h("b", {}, (state === "MEMORISING_NOISE" || state === "ONSET" ? "best " + run.axis + " to go back to" : "best " + run.axis + (run.end ? "" : " so far"))), then === null ? null : h("span", {}, FS.setName(set) + " accuracy " + format.percent(then) + " then, " + format.percent(now) + " now"))
    );
  }

  function strip(run) {
    const box = byId("strip");
    box.hidden = !run.probes.length;
    if (box.hidden) return;
    const axis = run.axis;
    const planned = axis === "epoch" && run.plannedEpochs ? run.plannedEpochs : 0;
    const to = Math.max(run.end ? run.last[axis] : planned, run.last[axis], 1);
    const percent = (x) => (100 * x) / to + "%";
    const spans = run.regimes;
    const track = h("div", { class: "track", role: "img", "aria-label": spans.map((s) => s.regime.name + " until " + axis + " " + s.to).join(", ") },
      spans.map((s) => h("i", { class: "s-" + s.regime.tone, title: s.regime.name, style: { left: percent(s.from), width: percent(s.to - s.from) } })));
    const best = bestProbe(run);
    const flag = best ? h("span", { class: best[axis] / to < 0.06 ? "flag edge" : "flag", style: { left: percent(best[axis]) } }, "best") : null;
    const seen = [...new Set(spans.filter((s) => s.to > s.from).map((s) => s.regime))];
    box.replaceChildren(
      h("div", { class: "flags" }, flag),
      track,
      h("div", { class: "ticks" }, h("span", {}, axis + " 0"), h("span", {}, seen.map((r) => h("em", {}, h("i", { class: "s-" + r.tone }), r.name))), h("span", {}, axis + " " + format.count(to)))
    );
  }

  function spark(run, data, color) {
    const known = data.filter((p) => p[1] !== null);
    const picture = svg("svg", { viewBox: "0 0 100 30", preserveAspectRatio: "none", "aria-hidden": "true" });
    if (known.length < 2) return picture;
    const [x0, x1] = [known[0][0], known[known.length - 1][0]];
    const low = Math.min(...known.map((p) => p[1]));
    const high = Math.max(...known.map((p) => p[1]));
    const px = (x) => (100 * (x - x0)) / (x1 - x0 || 1);
    const py = (y) => 28 - (26 * (y - low)) / (high - low || 1);
    const best = bestProbe(run);
    if (best) picture.append(svg("path", { class: "best", d: `M${px(best[run.axis])} 0V30` }));
    const line = svg("path", { d: "M" + known.map((p) => px(p[0]).toFixed(2) + " " + py(p[1]).toFixed(2)).join("L") });
    line.style.setProperty("--c", FS.theme.color(color));
    picture.append(line);
    return picture;
  }

  function tile(title, value, note, bad, picture) {
    return h("article", { class: "tile" }, h("h3", {}, title), h("strong", {}, value), h("p", { class: bad ? "bad" : null }, note || ""), picture);
  }

  /** One measured figure against its value at the best epoch. */
  function figure(run, title, data, color, show, difference) {
    const known = data.filter((p) => p[1] !== null);
    const now = known.length ? known[known.length - 1][1] : null;
    const best = bestProbe(run);
    const then = best ? (data.find((p) => p[0] === best[run.axis]) || [0, null])[1] : null;
    const compared = now !== null && then !== null && best !== run.last;
    return tile(title, show(now), compared ? difference(now, then) + " since " + run.axis + " " + best[run.axis] : "", false, spark(run, data, color));
  }

  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const points = (now, then) => (now >= then ? "+" : "\u2212") + (Math.abs(now - then) * 100).toFixed(1) + " points";
  const relative = (now, then) => (then === 0 ? "" : format.change(now / then - 1));

  function tiles(run, view) {
    const set = judge(run);
    const last = run.last;
    const planned = run.plannedEpochs;
    const progress = tile("Epoch", last ? [format.count(last.epoch), planned ? h("small", {}, " of " + planned) : null].flat() : "–",
      !last ? "" : last.iteration === 0 ? "before the first step" : format.count(last.iteration) + " steps in " + format.seconds(run.end ? number(run.end, "elapsed") : number(last, "elapsed")), false, spark(run, run.points((p) => number(p, "score")), "train"));
    const wrong = run.wrongSet;
    const figures = [
      progress,
      figure(run, set ? capital(FS.setName(set)) + " accuracy" : "Accuracy", set ? run.points((p) => run.accuracy(set, p)) : [], "test", format.percent, points),
      wrong
        ? figure(run, "Memorised labels", run.series(wrong, "wrongLabels.wrongAsGiven"), "noise", format.percent, points)
        : figure(run, "Alignment, held out", run.series(run.sets.includes("heldout") ? "heldout" : view.set, "kernelTargetAlignment"), "heldout", format.plain, relative),
      figure(run, "Effective dimension", run.series(view.set, "centred.effectiveDimension"), "train", format.plain, relative),
      figure(run, "Richness distance D_LR", run.series(view.set, "dlr.doubleCentred"), "train", format.plain, relative),
      figure(run, "Cost of probing", run.points((p) => number(p, "cost.share")), "other", format.percent, () => "of the training time,"),
    ];
    figures[5].querySelector("p").textContent = last && last.cost ? format.count(number(last, "cost.probes")) + (number(last, "cost.probes") === 1 ? " probe, " : " probes, ") + format.seconds(number(last, "cost.total")) : "";
    byId("tiles").replaceChildren(...figures);
  }

  /** The catalogue's title of a signal such as heldout.kernelTargetAlignment. */
  function signalName(run, signal) {
    const dot = signal.indexOf(".");
    const set = run.sets.includes(signal.slice(0, dot)) ? signal.slice(0, dot) : null;
    const path = set ? signal.slice(dot + 1) : signal;
    const metric = FS.catalogue.find((m) => m.path === path || m.name === signal);
    return { title: SIGNS[path] || (metric ? metric.title : path), set };
  }

  /** How far a signal is on the worse side, where changes are negative. */
  function behind(e) {
    const change = number(e, "change");
    return change === null ? null : Math.max(0, -change);
  }

  function evidence(run) {
    const rows = (run.verdict && run.verdict.evidence) || [];
    byId("evidence").hidden = rows.length === 0;
    if (!rows.length) return;
    const yes = "M12 4 3 19.5h18L12 4ZM12 10v4.5M12 17v.1";
    const no = "M5 12.5l4.5 4.5L19 7.5";
    const body = rows.map((e, i) => {
      const { title, set } = signalName(run, String(e.signal));
      const reach = Math.max(0, Math.min(1, number(e, "strength") || 0));
      const meter = h("span", { class: "meter" }, h("i", { style: { width: 100 * reach + "%" } }));
      const role = e.decides ? " decides" : " illustrates" + (i > 0 && rows[i - 1].decides ? " first" : "");
      // What is compared with nothing earlier has no best.
      const hasBest = e.bestEpoch !== null && e.bestEpoch !== undefined && !(e.decides && e.bestEpoch === 0 && number(e, "best") === 0);
      return h("tr", { class: (e.memorising ? "yes" : "no") + role },
        h("td", {}, title, set ? h("small", {}, " " + FS.setName(set)) : null, e.decides ? h("span", { class: "decider" }, "decides") : null),
        h("td", {}, h("span", { class: "says" }, icon(e.memorising ? yes : no), e.memorising ? "memorising" : "quiet")),
        h("td", { class: "n", "data-name": "now" }, format.plain(number(e, "value"))),
        h("td", { class: "n", "data-name": "best" }, hasBest ? format.plain(number(e, "best")) : "–", hasBest ? h("small", {}, " epoch " + e.bestEpoch) : null),
        h("td", { class: "wide" }, h("span", { class: "far" }, format.plain(behind(e)), h("small", {}, "  of " + format.plain(Math.abs(number(e, "threshold"))) + " tolerated")), meter),
        h("td", { class: "wide" }, e.reading || ""));
    });
    const heads = [["Signal", ""], ["Says", ""], ["Now", "n"], ["Best", "n"], ["How far", ""], ["In plain words", ""]];
    byId("evidence-rows").replaceChildren(h("table", {}, h("thead", {}, h("tr", {}, heads.map(([name, c]) => h("th", { class: c || null, scope: "col" }, name)))), h("tbody", {}, body)));
  }

  function facts(run) {
    const model = at(run.start, "model") || {};
    const settings = at(run.start, "settings") || {};
    const list = [
      ["model", model.kind], ["parameters", model.parameters === undefined ? null : format.parameters(model.parameters)],
      ["features", model.featureLayer ? model.featureLayer + (model.width ? " [" + model.width + "]" : "") : null],
      ["head", model.head ? model.head + (model.classes ? " [" + model.classes + "]" : "") : null],
      ["data", settings.data], ["label noise", settings.noise], ["probed", at(run.start, "schedule")],
    ];
    byId("facts").replaceChildren(...list.filter((f) => f[1] !== null && f[1] !== undefined && f[1] !== "").map((f) => h("span", {}, f[0] + " ", h("b", {}, String(f[1])))));
  }

  function pairs(entries) {
    return h("dl", {}, entries.flatMap(([k, v]) => [h("dt", {}, k), h("dd", {}, typeof v === "object" && v !== null ? JSON.stringify(v) : String(v))]));
  }

  /** The card with settings, probe sets and whatever went wrong. */
  function details(run, view, card) {
    const start = run.start || {};
    const part = (title, content) => h("section", {}, h("h4", {}, title), content);
    const parts = [part("Settings", pairs([["started", start.time ? new Date(start.time).toLocaleString() : "–"], ...Object.entries(start.settings || {})]))];
    if (Array.isArray(start.probeSets)) {
      parts.push(part("Probe sets", pairs(start.probeSets.map((s) => [FS.setName(s.name), format.count(s.samples) + " samples, " + (s.trueLabels ? "true labels known" : "labels as given")]))));
    }
    const missing = view.probe ? Object.entries(at(view.probe, "sets." + view.set + ".undefined") || {}) : [];
    if (missing.length) parts.push(part("Without a value on " + FS.setName(view.set), pairs(missing)));
    if (run.failures.length) {
      const shown = run.failures.slice(-5).map((f) => h("li", {}, "epoch " + f.epoch + (f.set ? ", " + f.set : "") + ": " + f.message));
      parts.push(part(run.failures.length + (run.failures.length === 1 ? " probe failed" : " probes failed") + "; training was left alone", h("ul", {}, shown)));
    }
    card.replaceChildren(h("header", {}, h("h3", {}, "This run")), h("div", { class: "list" }, parts));
  }

  FS.summary = { verdict, strip, tiles, evidence, facts, details };
})();
