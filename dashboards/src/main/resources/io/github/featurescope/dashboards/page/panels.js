// What each chart shows. To add a chart, add an entry to FS.panels; nothing else has to know.
(function () {
  "use strict";
  const { format, number, numbers, theme } = FS;
  const share = (v) => Math.round(v * 100) + " %";
  const KNOWN = { train: { color: "train", dash: "solid" }, heldout: { color: "heldout", dash: "dash" }, test: { color: "test", dash: "solid" } };

  /** Colour and dash of a probe set, the same in every chart. */
  function ofSet(name) {
    const style = KNOWN[name] || { color: "other", dash: "dot" };
    return { color: theme.color(style.color), dash: style.dash };
  }

  /** The name of a probe set as a person reads it. */
  function setName(set) {
    return set === "heldout" ? "held out" : set;
  }

  /** What all charts over the run share: the axis, the shaded stages, the best epoch. */
  function overRun(run, lines, y, more) {
    const axis = run.axis;
    const first = run.probes.length ? run.probes[0][axis] : 0;
    const last = run.last ? run.last[axis] : 1;
    const spans = more && more.staged && run.stages.length ? run.stages : run.regimes;
    const shades = { signal: "shade-signal", onset: "shade-onset", noise: "shade-noise", clean: "shade-clean" };
    const areas = spans
      .filter((span) => shades[span.regime.tone] && span.to > span.from)
      .map((span) => ({ from: span.from, to: span.to, color: theme.color(shades[span.regime.tone]), text: theme.color(span.regime.tone), name: more && more.named ? span.regime.brief : "" }));
    const marks = [];
    const best = run.verdict && run.verdict.best ? run.x(run.verdict.best) : null;
    if (best !== null) marks.push({ x: best, color: theme.color("best") });
    return {
      lines, areas,
      notes: best !== null && more && more.named ? [{ name: "best " + axis + ", " + best, color: theme.color("best"), dash: "dash" }] : [],
      marks: marks.concat((more && more.marks) || []),
      x: { name: axis === "epoch" ? "epoch" : "iteration (optimiser steps)", min: first, max: Math.max(last, first + 1) },
      y, empty: more && more.empty,
    };
  }

  /** What all charts over the eigen-directions share. */
  function overRank(run, view, lines, y, empty) {
    const ranks = lines.reduce((n, line) => Math.max(n, line.data.length), 2);
    const marks = [];
    if (run.classes > 1 && run.classes - 1 <= ranks) {
      marks.push({ x: run.classes - 1, color: theme.color("muted"), label: "C − 1 = " + (run.classes - 1) });
    }
    return { lines, marks, x: { name: "eigen-direction k, strongest first", min: 1, max: ranks, interval: ranks > 20 ? undefined : 1 }, y, empty, moment: setName(view.set) + ", " + run.axis + " " + (view.probe ? view.probe[run.axis] : "–") };
  }

  function perSet(run, path) {
    return run.sets.map((set) => ({ name: setName(set), ...ofSet(set), data: run.series(set, path) }));
  }

  function relative(values) {
    const top = values[0];
    return values.map((v, i) => [i + 1, top > 0 && v > 0 ? v / top : null]);
  }

  function ranked(values) {
    return values.map((v, i) => [i + 1, v]);
  }

  const bestProbe = (run) => run.bestProbe;

  const ratio = { min: 0, max: 1, interval: 0.25 };

  FS.panels = [
    {
      id: "accuracy", section: "learning", size: "wide", labelled: true, group: "epoch", title: "Accuracy",
      paths: ["fit.given", "wrongLabels.accuracy"], format: format.percent,
      draw(run) {
        const lines = run.sets.map((set) => {
          const trueLabels = !run.judgedAsGiven(set) && run.probes.some((p) => number(p, "sets." + set + ".wrongLabels.accuracy") !== null);
          return { name: setName(set) + (trueLabels ? ", true labels" : ", labels as given"), ...ofSet(set), width: set === "test" ? 3 : 2, data: run.points((p) => run.accuracy(set, p)) };
        });
        return overRun(run, lines, { name: "share of samples predicted right", ...ratio, label: share }, { named: true });
      },
    },
    {
      id: "wrong-labels", section: "learning", labelled: true, group: "epoch", title: "Mislabelled samples",
      paths: ["wrongLabels.wrongAsTrue", "wrongLabels.wrongAsGiven"], format: format.percent,
      draw(run) {
        const set = run.wrongSet;
        const of = (path) => (set ? run.series(set, "wrongLabels." + path) : []);
        return overRun(
          run,
          [
            { name: "as their true class", color: theme.color("signal"), data: of("wrongAsTrue"), width: 2.6 },
            { name: "as their wrong label", color: theme.color("noise"), dash: "dash", data: of("wrongAsGiven"), width: 2.6 },
          ],
          { name: "share of mislabelled samples", ...ratio, label: share },
          { staged: true, named: true, empty: "No mislabelled samples are known in this run, so the two stages cannot be read off directly." }
        );
      },
    },
    {
      id: "loss", section: "learning", group: "epoch", title: "Loss",
      paths: ["fit.loss"], format: format.plain,
      draw(run) {
        return overRun(run, perSet(run, "fit.loss"), { name: "cross-entropy (nats)", min: 0, label: format.axis });
      },
    },
    {
      id: "alignment", section: "learning", group: "epoch", title: "Kernel-target alignment",
      paths: ["kernelTargetAlignment"], format: format.plain,
      draw(run) {
        return overRun(run, perSet(run, "kernelTargetAlignment"), { name: "alignment (0 to 1)", label: format.axis });
      },
    },
    {
      id: "margin", section: "learning", group: "epoch", title: "Signal against noise margin",
      paths: ["signalNoise.share"], lead: "Share of noise: ", format: format.plain,
      draw(run) {
        return overRun(
          run,
          [
            { name: "signal", color: theme.color("signal"), width: 2.6, data: run.points((p) => number(p, "signalNoise.signal")) },
            { name: "noise", color: theme.color("noise"), dash: "dash", width: 2.6, data: run.points((p) => number(p, "signalNoise.noise")) },
          ],
          { name: "mean margin (logits)", label: format.axis },
          {
            marks: [{ y: 0, color: theme.color("muted"), dash: "solid", width: 1 }],
            empty: ["train", "heldout"].every((set) => run.sets.includes(set)) ? "" : "Needs probe sets named train and heldout: the held-out margin is what is not memorised.",
          }
        );
      },
    },
    {
      id: "changes", later: true, section: "learning", group: "epoch", size: "half", labelled: true, title: "Prediction changes",
      paths: ["changes.share", "changes.average"], format: format.percent,
      draw(run) {
        const average = run.points((p) => number(p, "changes.average"));
        const marks = [];
        const low = firstMinimum(average);
        if (low) marks.push({ x: low[0], color: theme.color("text"), label: "first minimum, " + run.axis + " " + low[0], position: "end" });
        const drawn = overRun(
          run,
          [
            { name: "since the last probe", color: theme.color("train"), data: run.points((p) => number(p, "changes.share")) },
            { name: "running mean", color: theme.color("other"), dash: "dash", data: average, width: 1.8 },
          ],
          { name: "share of train probes", min: 0, label: share },
          { marks }
        );
        return drawn;
      },
    },
    {
      id: "score", section: "learning", group: "epoch", size: "half", title: "Training score",
      paths: ["score"], format: format.plain,
      draw(run) {
        return overRun(run, [{ name: "score of the last batch", color: theme.color("train"), data: run.points((p) => number(p, "score")) }], { name: "score (loss with penalties)", label: format.axis });
      },
    },
    {
      id: "spectrum", section: "features", size: "half", labelled: true, group: "k", title: "Spectrum",
      paths: ["centred.eigenvalues"], format: format.plain,
      draw(run, view) {
        const of = (probe) => relative(numbers(probe, "sets." + view.set + ".centred.eigenvalues"));
        const lines = [];
        const best = bestProbe(run);
        const first = run.probes[0];
        if (first && first !== view.probe) lines.push({ name: "first probe", color: theme.color("muted"), dash: "dot", width: 1.5, data: of(first), z: 2 });
        if (best && best !== view.probe && best !== first) lines.push({ name: "best, " + run.axis + " " + run.x(best), color: theme.color("best"), dash: "dash", width: 1.7, data: of(best), z: 2 });
        lines.push({ name: setName(view.set) + ", now shown", color: ofSet(view.set).color, width: 2.6, symbols: true, data: of(view.probe) });
        return overRank(run, view, lines, { name: "relative eigenvalue ρₖ / ρ₁ (log)", log: true, label: format.axis });
      },
    },
    {
      id: "spectrum-time", section: "features", size: "half", labelled: true, group: "epoch", title: "Spectrum over the run",
      paths: ["centred.relativeEigenvalue", "centred.eigenvalues"], format: format.plain,
      draw(run, view) {
        const spectra = run.points((p) => relative(numbers(p, "sets." + view.set + ".centred.eigenvalues")));
        const ranks = spectra.reduce((n, s) => Math.max(n, s[1].length), 0);
        const classes = run.classes || ranks + 1;
        const lines = [];
        for (let k = 2; k <= ranks; k++) {
          const leads = k < classes;
          const edge = k === Math.min(classes - 1, ranks) || k === classes;
          const depth = leads ? (k - 2) / Math.max(1, classes - 3) : (k - classes) / Math.max(1, ranks - classes);
          lines.push({
            name: "k = " + k, key: edge || k === 2, color: theme.color(leads ? "signal" : "noise"), dash: leads ? "solid" : "dash",
            opacity: edge ? 1 : 0.75 - 0.45 * depth, width: edge ? 2.4 : 1.3, data: spectra.map((s) => [s[0], (s[1][k - 1] || [0, null])[1]]),
          });
        }
        return { ...overRun(run, lines, { name: "relative eigenvalue ρₖ / ρ₁ (log)", log: true, label: format.axis }), moment: setName(view.set) };
      },
    },
    {
      id: "cumulative", section: "features", labelled: true, group: "k", title: "Cumulative quality and utility",
      paths: ["centred.cumulativeQuality", "centred.cumulativeUtility"], format: format.plain,
      draw(run, view) {
        const of = (probe, path) => ranked(numbers(probe, "sets." + view.set + "." + path));
        const best = bestProbe(run);
        const lines = [];
        if (best && best !== view.probe) {
          const then = { width: 1.5, opacity: 0.6, dash: "dot", z: 2 };
          lines.push({ ...then, name: "dotted: at best", color: theme.color("signal"), data: of(best, "centred.cumulativeQuality") });
          lines.push({ ...then, name: "utility at best", key: false, color: theme.color("train"), data: of(best, "centred.cumulativeUtility") });
        }
        lines.push(
          { name: "quality", color: theme.color("signal"), width: 2.6, data: of(view.probe, "centred.cumulativeQuality") },
          { name: "cross-fitted", color: theme.color("signal"), dash: "dash", width: 1.8, data: of(view.probe, "crossFitted.cumulativeQuality") },
          { name: "utility", color: theme.color("train"), width: 2.6, data: of(view.probe, "centred.cumulativeUtility") }
        );
        return overRank(run, view, lines, { name: "share of target or output space", ...ratio, label: format.axis });
      },
    },
    {
      id: "richness", section: "features", labelled: true, group: "epoch", title: "Richness distance D_LR",
      paths: ["dlr.doubleCentred"], format: format.plain,
      draw(run, view) {
        const isotropic = run.last ? number(run.last, "sets." + view.set + ".dlr.isotropic") : null;
        const marks = isotropic === null ? [] : [{ y: isotropic, color: theme.color("muted"), label: "isotropic features, " + format.plain(isotropic) }];
        const lines = [
          { name: setName(view.set), ...ofSet(view.set), dash: "solid", width: 2.6, data: run.series(view.set, "dlr.doubleCentred") },
          { name: "literal form", color: theme.color("muted"), dash: "dot", width: 1.6, data: run.series(view.set, "dlr.literal") },
        ];
        return { ...overRun(run, lines, { name: "D_LR (0 rich, 1 lazy)", ...ratio, label: format.axis }, { marks }), moment: setName(view.set) };
      },
    },
    {
      id: "dimension", section: "features", labelled: true, group: "epoch", title: "Effective dimension",
      paths: ["centred.effectiveDimension"], format: format.plain,
      draw(run, view) {
        const of = (path) => run.series(view.set, "centred." + path);
        const lines = [
          { name: "of the features", ...ofSet(view.set), dash: "solid", width: 2.6, data: of("effectiveDimension") },
          { name: "needed for the target", color: theme.color("signal"), dash: "dash", width: 1.8, data: of("targetDimension") },
          { name: "used by the head", color: theme.color("other"), dash: "dot", width: 1.8, data: of("learnedDimension") },
        ];
        return { ...overRun(run, lines, { name: "directions", min: 0, label: format.axis }), moment: setName(view.set) };
      },
    },
    {
      id: "noise-rate", section: "suspects", later: true, group: "epoch", title: "Estimated share of wrong labels",
      paths: ["noiseRate.rate"], format: format.percent,
      draw(run) {
        const of = (path) => run.points((p) => number(p, "noiseRate." + path));
        const bound = { color: theme.color("muted"), dash: "dot", width: 1.6 };
        return overRun(
          run,
          [
            { name: "estimate", color: theme.color("noise"), width: 2.6, data: of("rate") },
            { name: "lower bound", ...bound, data: of("low") },
            { name: "upper bound", ...bound, dash: "dash", data: of("high") },
          ],
          { name: "share of training labels", min: 0, label: share },
          { empty: run.sets.includes("train") ? "" : "Needs a probe set named train." }
        );
      },
    },
    {
      id: "cost", later: true, section: "cost", size: "half", group: "epoch", title: "Cost of probing",
      paths: ["cost.share"], format: format.percent,
      draw(run) {
        return overRun(run, [{ name: "all probes", color: theme.color("other"), data: run.points((p) => (p.iteration > 0 ? number(p, "cost.share") : null)) }], { name: "share of the time so far", min: 0, label: (v) => format.axis(v * 100) + " %" });
      },
    },
    {
      id: "cost-seconds", section: "cost", size: "half", group: "epoch", title: "Time of each probe",
      paths: ["cost.seconds"], format: format.seconds,
      draw(run) {
        return overRun(run, [{ name: "one probe", color: theme.color("other"), data: run.points((p) => number(p, "cost.seconds")) }], { name: "seconds", min: 0, label: format.axis });
      },
    },
  ];

  /** The first place whose value is below the one before and not above the two that follow. */
  function firstMinimum(points) {
    const known = points.filter((p) => p[1] !== null);
    for (let i = 1; i + 2 < known.length; i++) {
      if (known[i][1] < known[i - 1][1] && known[i][1] <= known[i + 1][1] && known[i][1] <= known[i + 2][1]) return known[i];
    }
    return null;
  }

  /** How to read a chart, in the words of the metric catalogue; empty where it has none. */
  FS.catalogue = [];
  FS.reading = function (paths, scope) {
    const fits = (m) => (scope ? m.scope === scope : m.scope !== "LAYER");
    const metric = paths.map((path) => FS.catalogue.find((m) => m.path === path && fits(m))).find(Boolean);
    return metric && metric.reading ? metric.reading : "";
  };
  FS.setName = setName;
  FS.overRun = overRun;
  FS.overRank = overRank;
  FS.firstMinimum = firstMinimum;
  FS.setColor = (set) => ofSet(set).color;
})();
