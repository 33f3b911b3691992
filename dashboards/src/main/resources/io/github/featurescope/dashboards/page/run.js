// One run, built event by event; the only place that knows the form of the run log.
(function () {
  "use strict";

  /** The value at a dotted path, or undefined. */
  function at(node, path) {
    return path.split(".").reduce((n, key) => (n === null || n === undefined ? undefined : n[key]), node);
  }

  /** The finite number at a path, or null. */
  function number(node, path) {
    const value = at(node, path);
    return typeof value === "number" && isFinite(value) ? value : null;
  }

  /** The numbers of the array at a path (null where one is not finite), or an empty array. */
  function numbers(node, path) {
    const value = at(node, path);
    if (!Array.isArray(value)) return [];
    return value.map((v) => (typeof v === "number" && isFinite(v) ? v : null));
  }

  const REGIMES = {
    INITIAL: { tone: "idle", name: "No clear stage", brief: "" },
    LEARNING: { tone: "early", name: "Learning", brief: "Learning" },
    STAGE_ONE: { tone: "signal", name: "Stage I: learning signal", brief: "Stage I" },
    STAGE_TWO: { tone: "noise", name: "Stage II: memorising", brief: "Stage II" },
    UNDECIDED: { tone: "none", name: "Undecided", brief: "" },
    LEARNING_SIGNAL: { tone: "signal", name: "Learning signal", brief: "Learning" },
    ONSET: { tone: "onset", name: "Onset of memorisation", brief: "Onset" },
    MEMORISING_NOISE: { tone: "noise", name: "Memorising", brief: "Memorising" },
    CLEAN: { tone: "clean", name: "Fitted, labels look right", brief: "Clean" },
  };

  /** Appends an event; resumed from a checkpoint, what came after it happens again. */
  function later(events, event) {
    while (events.length && events[events.length - 1].iteration >= event.iteration) events.pop();
    events.push(event);
  }

  class Run {
    constructor() {
      this.start = null;
      this.end = null;
      this.probes = [];
      this.failures = [];
      this.suspicions = [];
      this.knownAxis = null;
    }

    add(event) {
      if (event.event === "start") {
        // A second start with the same name is the run resumed; another name is another run.
        this.start = event;
        this.end = null;
      } else if (event.event === "probe") {
        later(this.probes, event);
        this.knownAxis = null;
      } else if (event.event === "suspects") {
        later(this.suspicions, event);
      } else if (event.event === "failure") {
        this.failures.push(event);
      } else if (event.event === "end") {
        this.end = event;
      }
    }

    get last() {
      return this.probes[this.probes.length - 1] || null;
    }

    get name() {
      return (this.start && this.start.run) || "Unnamed run";
    }

    get verdict() {
      return this.last && this.last.verdict ? this.last.verdict : null;
    }

    get classes() {
      return number(this.start, "model.classes");
    }

    /** The number of epochs that the settings ask for, or null. */
    get plannedEpochs() {
      const planned = Number(at(this.start, "settings.epochs"));
      return isFinite(planned) && planned > 0 ? planned : null;
    }

    /** The names of the probe sets, as announced or else as seen. */
    get sets() {
      const announced = at(this.start, "probeSets");
      if (Array.isArray(announced) && announced.length) return announced.map((s) => s.name);
      const seen = new Set();
      this.probes.forEach((p) => Object.keys(p.sets || {}).forEach((name) => seen.add(name)));
      return [...seen];
    }

    /** The inner layers that are watched, from input to head. */
    get layers() {
      const announced = at(this.start, "layers");
      if (Array.isArray(announced) && announced.length) return announced;
      return this.last && this.last.layers ? Object.keys(this.last.layers) : [];
    }

    /** The epoch where each probe has its own; the iteration where several fall into one epoch. */
    get axis() {
      if (this.knownAxis === null) {
        const shared = this.probes.some((p, i) => i > 0 && !(p.epoch > this.probes[i - 1].epoch));
        this.knownAxis = shared ? "iteration" : "epoch"; // asked for by every line of every chart
      }
      return this.knownAxis;
    }

    /** The place of a probe, of "best" or of "since" on the shared axis. */
    x(moment, axis) {
      return moment ? number(moment, axis || this.axis) : null;
    }

    /** The index of the probe nearest to a place on the axis. */
    indexAt(x) {
      const axis = this.axis;
      let best = -1;
      this.probes.forEach((p, i) => {
        if (best < 0 || Math.abs(p[axis] - x) < Math.abs(this.probes[best][axis] - x)) best = i;
      });
      return best;
    }

    /** [x, value] of every probe; value(probe) may give null. */
    points(value) {
      const axis = this.axis;
      return this.probes.map((p) => [p[axis], value(p)]);
    }

    /** [x, number] of every probe for one path in the report of one set. */
    series(set, path) {
      return this.points((p) => number(p, "sets." + set + "." + path));
    }

    /** The set whose mislabelled samples are known, or null. */
    get wrongSet() {
      const known = (set) => this.probes.some((p) => number(p, "sets." + set + ".wrongLabels.wrong") > 0);
      return this.sets.find(known) || null;
    }

    /** Whether a set shows how labels are fitted, right or wrong, rather than how good the network is. */
    judgedAsGiven(set) {
      return set === "train" || set === "heldout";
    }

    /** How often the network is right: against true labels where they are known and asked for. */
    accuracy(set, probe) {
      const report = at(probe, "sets." + set);
      const known = number(report, "wrongLabels.accuracy");
      return known === null || this.judgedAsGiven(set) ? number(report, "fit.given") : known;
    }

    /** The stretches of one verdict. */
    get regimes() {
      return this.spans((p) => at(p, "verdict.state"));
    }

    /** The stretches of one stage, where true labels tell it; else none. */
    get stages() {
      return this.probes.some((p) => p.stage) ? this.spans((p) => p.stage) : [];
    }

    spans(key) {
      const axis = this.axis;
      const spans = [];
      this.probes.forEach((p) => {
        const regime = REGIMES[key(p)] || REGIMES.UNDECIDED;
        const open = spans[spans.length - 1];
        if (open) open.to = p[axis];
        if (!open || open.regime !== regime) spans.push({ regime, from: p[axis], to: p[axis] });
      });
      return spans;
    }

    /** The suspicious samples as they were at a probe, or null. */
    suspects(probe) {
      const known = probe ? this.suspicions.filter((s) => s.iteration <= probe.iteration) : this.suspicions;
      return known[known.length - 1] || null;
    }

    /** Why a probe has no value at any of the paths on a set, in the words of the event; or "". */
    reason(probe, set, paths) {
      const reasons = at(probe, "sets." + set + ".undefined");
      if (!reasons) return "";
      const path = paths.find((p) => Object.keys(reasons).some((key) => p === key || p.startsWith(key + ".")));
      if (!path) return "";
      const key = Object.keys(reasons).find((k) => path === k || path.startsWith(k + "."));
      return "Undefined here: " + reasons[key];
    }

    /** Whether training was told to stop on the verdict and the best parameters are put back. */
    get acts() {
      return String(at(this.start, "settings.stop") || "").startsWith("act");
    }

    get bestProbe() {
      const best = this.verdict && this.verdict.best;
      return best && this.probes.length ? this.probes[this.indexAt(this.x(best))] : null;
    }

    /** The set whose accuracy counts: test with true labels, else held out, else whatever there is. */
    get judge() {
      const measured = (set) => !this.last || this.probes.some((p) => this.accuracy(set, p) !== null);
      return ["test", "heldout"].find((set) => this.sets.includes(set) && measured(set)) || this.sets.find((set) => set !== "train" && measured(set)) || this.sets[0];
    }
  }

  /** All runs of the page, by name, in the order in which they began. */
  class Runs {
    constructor() {
      this.byName = new Map();
      this.started = null;
    }

    add(event) {
      const name = event.run === undefined ? this.started || "" : event.run;
      if (event.event === "start") {
        this.started = name;
        // The server keeps no more either.
        if (!this.byName.has(name) && this.byName.size >= 32) this.byName.delete(this.byName.keys().next().value);
      }
      if (!this.byName.has(name)) this.byName.set(name, new Run());
      this.byName.get(name).add(event);
    }

    get names() {
      return [...this.byName.keys()];
    }

    /** The run to show: the one that was chosen, else the last that trains, else the last. */
    focus(chosen) {
      if (this.byName.has(chosen)) return chosen;
      const names = this.names;
      if (FS.pictures) return names[0] || null; // a saved page
      const live = names.filter((name) => !(this.byName.get(name).start || {}).recorded);
      return live[live.length - 1] || names[0] || null;
    }

    get(name) {
      return this.byName.get(name) || new Run();
    }
  }

  FS.Runs = Runs;
  FS.Run = Run;
  FS.at = at;
  FS.number = number;
  FS.numbers = numbers;
})();
