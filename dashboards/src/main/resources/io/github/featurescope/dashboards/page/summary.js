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
    restored: "M4 5v5h5M4.6 10A8 8 0 1 1 4 14",
  };
  const TITLES = {
    none: "Waiting for the first probe",
    UNDECIDED: "Too early to tell",
    LEARNING_SIGNAL: "Learning signal",
    ONSET: "Onset of memorisation",
    MEMORISING_NOISE: "Memorising wrong labels",
    CLEAN: "Labels fitted, no sign of wrong ones",
  };

  function moment(run, m) {
    const x = run.x(m);
    return x === null ? "–" : run.axis + " " + format.count(x);
  }

  /** Why learning is not called memorising. */
  function against(verdict) {
    const decide = (verdict.evidence || []).filter((e) => e.decides);
    const speak = decide.filter((e) => e.memorising).length;
    if (!speak) return "nothing that decides speaks for wrong labels being memorised";
    if (speak === decide.length) return "all signs speak for wrong labels being memorised, but the best moment is hardly over";
    return speak + " of " + decide.length + " signs speak for wrong labels being memorised, which takes all of them";
  }

  /** What became of a run that was told to stop; null for one that was not, or is not yet. */
  function outcome(run) {
    const end = run.end;
    if (end && end.restored) {
      const back = moment(run, end.restored);
      return {
        state: "restored",
        title: end.stopped ? "Stopped, best " + run.axis + " put back" : "Best " + run.axis + " put back",
        text: (end.stopped ? "The network had begun to learn single labels by heart, so training was stopped at " + moment(run, end.stopped) + ". " : "Training is over. ") + "The model holds the parameters of " + back + " again; nothing is left to do.",
        box: "parameters of this " + run.axis + " are back",
      };
    }
    if (end && end.stopped) {
      return { state: "stopped", text: "Training was stopped at " + moment(run, end.stopped) + ", but the parameters of the best " + run.axis + " were not put back: see the log.", box: "best " + run.axis + ", not put back" };
    }
    if (run.acts && !end && run.verdict && run.verdict.state === "MEMORISING_NOISE") {
      return { state: "stopping", text: "The network learns single labels by heart, so training is being stopped and the parameters of the best " + run.axis + " are put back.", box: "best " + run.axis + ", to be put back" };
    }
    return null;
  }

  function sentence(run, state) {
    const v = run.verdict;
    const since = v && v.since ? moment(run, v.since) : "";
    if (state === "MEMORISING_NOISE") return (since ? "Since " + since + " the" : "The") + " network learns single labels by heart instead of what samples share. " + (run.end ? "Go back to the best " + run.axis + "." : "Stop here, and go back to the best " + run.axis + ".");
    if (state === "ONSET") return (since ? "Since " + since + " all" : "All") + " signs speak for wrong labels being memorised; the best " + run.axis + " is so near that it may still move. Training on will hardly help.";
    if (state === "CLEAN") return "The network has fitted its training labels" + (since ? " since " + since : "") + ", and they do not look wrong: there is nothing to go back for.";
    if (state === "LEARNING_SIGNAL") return (since ? "Since " + since + " the" : "The") + " network learns what samples of a class share; " + against(v) + ".";
    if (state === "UNDECIDED") return "There is too little to judge by yet.";
    return run.start ? "The charts fill as soon as the first probe of the network has been taken." : "The page fills by itself as soon as a training run reports.";
  }

  /** What to say where there is no verdict because the newest probes failed, as in a run that diverged; else null. */
  function unseen(run, state) {
    const failed = run.failures[run.failures.length - 1];
    if (!failed || (state !== "none" && state !== "UNDECIDED")) return null;
    if (run.last && run.last.iteration >= failed.iteration) return null;
    return { state: "unseen", title: "No verdict: probes fail", text: "The newest probe, at " + moment(run, failed) + ", failed, and training was left alone: " + failed.message, box: "best " + run.axis + " so far" };
  }

  /** The verdict's state, "UNDECIDED" where it says nothing and "none" before the first probe. */
  function stateOf(run) {
    return run.verdict && TITLES[run.verdict.state] ? run.verdict.state : run.last ? "UNDECIDED" : "none";
  }

  function verdict(run) {
    const state = stateOf(run);
    const after = outcome(run) || unseen(run, state);
    document.documentElement.dataset.verdict = state;
    document.documentElement.dataset.outcome = after ? after.state : "";
    byId("verdict-title").textContent = (after && after.title) || TITLES[state];
    byId("verdict-text").textContent = after ? after.text : sentence(run, state);
    byId("verdict-glyph").replaceChildren(icon(after && after.state === "restored" ? ICONS.restored : ICONS[state]));
    const best = run.bestProbe;
    const box = byId("goback");
    box.hidden = !best;
    if (!best) return;
    const set = run.judge;
    const then = run.accuracy(set, best);
    const now = run.accuracy(set, run.last);
    const goBack = state === "MEMORISING_NOISE" || state === "ONSET" ? " to go back to" : run.end ? "" : " so far";
    const compared = best === run.last ? format.percent(then) : format.percent(then) + " then, " + format.percent(now) + (after && after.state === "restored" ? " when it ended" : " now");
    box.replaceChildren(
      h("strong", {}, format.count(run.x(run.verdict.best))),
      h("span", {}, h("b", {}, after ? after.box : "best " + run.axis + goBack), then === null ? null : h("span", {}, FS.setName(set) + " accuracy " + compared))
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
    const track = (spans, what) =>
      h("div", { class: "track", role: "img", "aria-label": what + ": " + spans.map((s) => s.regime.name + " until " + axis + " " + s.to).join(", ") },
        spans.map((s) => h("i", { class: "s-" + s.regime.tone, title: s.regime.name, style: s.to > s.from ? { left: percent(s.from), width: percent(s.to - s.from) } : { left: "max(0px, calc(" + percent(s.from) + " - 6px))", width: "6px" } })));
    const best = run.bestProbe;
    const place = best ? best[axis] / to : 0;
    const flag = best ? h("span", { class: "flag" + (place < 0.06 ? " edge" : place > 0.94 ? " end" : ""), style: { left: percent(best[axis]) } }, "best") : null;
    const rows = [["verdict", run.regimes]];
    if (run.stages.length) rows.push(["true stage", run.stages]);
    const seen = [...new Map(rows.flatMap((row) => row[1]).map((s) => [s.regime.name, s.regime])).values()];
    box.replaceChildren(
      h("span", {}), h("div", { class: "flags" }, flag),
      ...rows.flatMap(([name, spans]) => [h("span", { class: "of" }, name), track(spans, name)]),
      h("span", {}), h("div", { class: "ticks" }, h("span", {}, axis + " 0"), h("span", {}, seen.map((r) => h("em", {}, h("i", { class: "s-" + r.tone }), r.name))), h("span", {}, axis + " " + format.count(to)))
    );
    if (run.stages.length) box.append(h("p", { class: "between" }, "The verdict is reached without true labels and the true stage is read from them, so the two may turn at different times."));
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
    const best = run.bestProbe;
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
    const best = run.bestProbe;
    const then = best ? (data.find((p) => p[0] === best[run.axis]) || [0, null])[1] : null;
    const compared = now !== null && then !== null && best !== run.last;
    return tile(title, show(now), compared ? difference(now, then) + " since best" : "", false, spark(run, data, color));
  }

  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const points = (now, then) => (now >= then ? "+" : "\u2212") + FS.fixed(Math.abs(now - then) * 100, 1) + " pts";
  const relative = (now, then) => (then === 0 ? "" : format.change(now / then - 1));

  /** What the cost is a share of, and how much of it training waited for. */
  function costNote(last) {
    const probes = number(last, "cost.probes");
    const waited = number(last, "cost.waitedShare");
    return "of the time trained" + (waited === null ? "" : ", which waited " + format.percent(waited)) + "; " + format.count(probes) + (probes === 1 ? " probe, " : " probes, ") + format.seconds(number(last, "cost.total"));
  }

  function tiles(run, view) {
    const set = run.judge;
    const last = run.last;
    const planned = run.plannedEpochs;
    const progress = tile("Epoch", last ? [format.count(last.epoch), planned ? h("small", {}, " of " + planned) : null].flat() : "–",
      !last ? "" : last.iteration === 0 ? "before the first step" : format.count(last.iteration) + " steps in " + format.seconds(run.end ? number(run.end, "elapsed") : number(last, "elapsed")) + (run.probes.some((p) => number(p, "score") !== null) ? "; curve: training score" : ""), false, spark(run, run.points((p) => number(p, "score")), "train"));
    const wrong = run.wrongSet;
    const figures = [
      progress,
      figure(run, set ? capital(FS.setName(set)) + " accuracy" : "Accuracy", set ? run.points((p) => run.accuracy(set, p)) : [], "test", format.percent, points),
      wrong
        ? figure(run, "Memorised labels", run.series(wrong, "wrongLabels.wrongAsGiven"), "noise", format.percent, points)
        : figure(run, "Alignment, held out", run.series(run.sets.includes("heldout") ? "heldout" : view.set, "kernelTargetAlignment"), "heldout", format.plain, relative),
      figure(run, "Effective dimension", run.series(view.set, "centred.effectiveDimension"), "train", format.plain, relative),
      figure(run, "Richness D_LR", run.series(view.set, "dlr.doubleCentred"), "train", format.plain, relative),
      figure(run, "Cost of probing", run.points((p) => number(p, "cost.share")), "other", format.percent, () => ""),
    ];
    figures[5].querySelector("p").textContent = last && last.cost ? costNote(last) : "";
    byId("tiles").replaceChildren(...figures);
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

  FS.summary = { verdict, strip, tiles, facts, details, stateOf, outcome, titles: TITLES };
})();
