// The charts of inner layers: over depth at one moment, and over the run layer by layer.
(function () {
  "use strict";
  const { format, number, numbers, theme } = FS;

  /** A value in the report of one layer; layer names may hold dots, so they are no part of a path. */
  function ofLayer(probe, layer, path) {
    return number(probe && probe.layers && probe.layers[layer], path);
  }

  /** From early layers to late ones: pale to full. */
  function depthStyle(index, count) {
    return { color: theme.color("train"), opacity: count < 2 ? 1 : 0.45 + (0.55 * index) / (count - 1), width: index === count - 1 ? 2.8 : 1.6 };
  }

  function edges(index, count) {
    return count <= 4 || index === 0 || index === count - 1;
  }

  function moment(run, view) {
    return run.axis + " " + (view.probe ? view.probe[run.axis] : "–");
  }

  /** One value for each layer, now and as it was. */
  function overDepth(run, view, path, y) {
    const layers = run.layers;
    const of = (probe) => layers.map((layer, i) => [i + 1, ofLayer(probe, layer, path)]);
    const first = run.probes[0];
    const best = run.bestProbe;
    const lines = [];
    if (first && first !== view.probe) lines.push({ name: "first probe", color: theme.color("muted"), dash: "dot", width: 1.5, data: of(first), z: 2 });
    if (best && best !== view.probe && best !== first) lines.push({ name: "best, " + run.axis + " " + run.x(best), color: theme.color("best"), dash: "dash", width: 1.7, data: of(best), z: 2 });
    lines.push({ name: "now shown", color: theme.color("train"), width: 2.6, symbols: true, data: of(view.probe) });
    const name = (i) => layers[i - 1] || "";
    return {
      lines, y, marks: [], place: name, moment: moment(run, view),
      x: { name: "layer, from input to head", min: 1, max: Math.max(2, layers.length), interval: layers.length <= 8 ? 1 : undefined, label: name },
    };
  }

  const ratio = { min: 0, max: 1, interval: 0.25, label: format.axis };

  FS.panels.push(
    {
      id: "layer-dimension", section: "layers", size: "half", group: "layer", title: "Effective dimension over depth",
      scope: "LAYER", paths: ["centred.effectiveDimension"], format: format.plain,
      draw: (run, view) => overDepth(run, view, "centred.effectiveDimension", { name: "directions", min: 0, label: format.axis }),
    },
    {
      id: "layer-richness", section: "layers", size: "half", group: "layer", title: "Richness distance D_LR over depth",
      scope: "LAYER", paths: ["dlr.doubleCentred"], format: format.plain,
      draw: (run, view) => overDepth(run, view, "dlr.doubleCentred", { name: "D_LR (0 rich, 1 lazy)", ...ratio }),
    },
    {
      id: "layer-quality", section: "layers", size: "half", group: "layer", title: "Quality over depth",
      scope: "LAYER", paths: ["ridge.r2"], format: format.plain,
      draw: (run, view) => overDepth(run, view, "ridge.r2", { name: "share of label variance explained", label: format.axis }),
    },
    {
      id: "layer-alignment", section: "layers", size: "half", group: "layer", title: "Kernel-target alignment over depth",
      scope: "LAYER", paths: ["kernelTargetAlignment"], format: format.plain,
      draw: (run, view) => overDepth(run, view, "kernelTargetAlignment", { name: "alignment (0 to 1)", min: 0, label: format.axis }),
    },
    {
      id: "layer-spectra", section: "layers", size: "half", labelled: true, group: "k", title: "Spectra, layer by layer",
      paths: ["centred.eigenvalues"], format: format.plain,
      draw(run, view) {
        const layers = run.layers;
        const lines = layers.map((layer, i) => {
          const values = numbers(view.probe && view.probe.layers && view.probe.layers[layer], "centred.eigenvalues");
          return { name: layer, key: edges(i, layers.length), ...depthStyle(i, layers.length), data: values.map((v, k) => [k + 1, values[0] > 0 && v > 0 ? v / values[0] : null]) };
        });
        return { ...FS.overRank(run, view, lines, { name: "relative eigenvalue ρₖ / ρ₁ (log); later layers stronger", log: true, label: format.axis }), moment: moment(run, view) };
      },
    },
    {
      id: "layer-richness-time", section: "layers", size: "half", labelled: true, group: "epoch", title: "D_LR over the run, layer by layer",
      scope: "LAYER", paths: ["dlr.doubleCentred"], format: format.plain,
      draw(run) {
        const layers = run.layers;
        const lines = layers.map((layer, i) => ({ name: layer, key: edges(i, layers.length), ...depthStyle(i, layers.length), data: run.points((p) => ofLayer(p, layer, "dlr.doubleCentred")) }));
        return FS.overRun(run, lines, { name: "D_LR (0 rich, 1 lazy); later layers stronger", ...ratio });
      },
    }
  );
})();
