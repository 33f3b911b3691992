// Starts the page: takes the events from the file itself or from the server, and keeps it drawn.
(function () {
  "use strict";
  const { h, icon } = FS;
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const PLAY = "M8 5.5v13l11-6.5-11-6.5Z";
  const PAUSE = "M8.5 5.5v13M15.5 5.5v13";
  const embedded = byId("fs-data");

  let runs = new FS.Runs();
  let run = new FS.Run();
  let connected = false;
  let scheduled = 0;
  let player = 0;
  const chosen = { run: new URLSearchParams(location.search).get("run"), set: null, index: null };

  const cards = FS.panels.map((panel) => {
    const card = new FS.Card(panel);
    document.querySelector('.grid[data-group="' + panel.section + '"]').append(card.element);
    return card;
  });
  const suspects = h("article", { class: "card wide" });
  document.querySelector('.grid[data-group="suspects"]').prepend(suspects);
  const details = h("article", { class: "card full" });
  document.querySelector('.grid[data-group="cost"]').append(details);

  /** What the reader has chosen: a run, a probe set and a moment (the newest unless pinned). */
  function view() {
    const set = run.sets.includes(chosen.set) ? chosen.set : run.sets[0] || "train";
    const newest = run.probes.length - 1;
    const index = chosen.index === null ? newest : Math.min(chosen.index, newest);
    const probe = run.probes[index] || null;
    return { runs, name: runs.focus(chosen.run), set, index, probe, pinned: chosen.index === null || !probe ? null : probe[run.axis] };
  }

  function state() {
    if (embedded) return ["saved", run.end ? "Saved report" : "Unfinished run"];
    if (run.start && run.start.recorded) return ["recorded", connected ? "Recorded" : "Recorded, no connection"];
    if (run.end) return ["ended", "Ended"];
    if (!connected) return ["disconnected", run.start ? "Reconnecting" : "Connecting"];
    return run.start ? ["live", "Live"] : ["waiting", "Waiting for a run"];
  }

  function controls(current) {
    FS.radios(byId("sets"), run.sets.map((set) => ({
      chosen: set === current.set,
      choose: () => { chosen.set = set; draw(); },
      content: [h("i", { style: { background: FS.setColor(set) } }), FS.setName(set)],
    })));
    const slider = byId("moment");
    slider.max = String(Math.max(0, run.probes.length - 1));
    slider.value = String(Math.max(0, current.index));
    slider.disabled = run.probes.length < 2;
    byId("play").disabled = run.probes.length < 2;
    slider.setAttribute("aria-valuetext", current.probe ? run.axis + " " + current.probe[run.axis] : "no probe yet");
    byId("moment-text").textContent = current.probe ? run.axis + " " + current.probe[run.axis] : "no probe yet";
    byId("latest").setAttribute("aria-pressed", String(chosen.index === null));
    byId("play").setAttribute("aria-label", player ? "Pause" : "Play the run");
    byId("play").replaceChildren(icon(player ? PAUSE : PLAY));
  }

  /** Makes another run the one that the page is about. */
  function choose(name) {
    stopPlaying();
    chosen.run = name;
    chosen.index = null;
    draw();
  }

  function draw() {
    clearTimeout(scheduled);
    scheduled = 0;
    run = runs.get(runs.focus(chosen.run));
    const current = view();
    const [name, text] = state();
    root.dataset.state = name;
    byId("badge-text").textContent = text;
    byId("run-name").textContent = run.start ? run.name : "Waiting for a run";
    FS.summary.facts(run);
    FS.summary.verdict(run);
    FS.summary.strip(run);
    FS.summary.tiles(run, current);
    FS.evidence(run);
    FS.compare.chooser(current, choose);
    FS.compare.table(current, choose, draw);
    FS.suspects(run, current, suspects);
    FS.summary.details(run, current, details);
    controls(current);
    for (const id of ["layers", "to-layers"]) byId(id).hidden = !run.layers.length;
    root.dataset.runs = String(runs.names.length);
    root.dataset.charts = String(cards.filter((card) => card.panel.section !== "compare" || runs.names.length > 1).map((card) => card.update(run, current)).filter(Boolean).length);
    root.dataset.probes = String(run.probes.length);
    const after = FS.summary.outcome(run);
    const sign = after && after.state === "restored" ? "Put back" : { MEMORISING_NOISE: "⚠ Memorising", ONSET: "⚠ Onset", LEARNING_SIGNAL: "Learning", CLEAN: "Clean" }[root.dataset.verdict];
    document.title = (sign ? sign + " · " : "") + (run.start ? run.name + " · " : "") + "FeatureScope";
    footer();
  }

  function footer() {
    const version = run.start && run.start.featurescope ? "FeatureScope " + run.start.featurescope : "FeatureScope";
    const several = runs.names.length > 1 ? " Dots on the curves of several runs: their best epochs." : "";
    const missing = data && data.leftOut ? " Events of the run log that could not be read and are left out: " + data.leftOut + "." : "";
    byId("footer").textContent = version + ". Shaded: the verdict at that time. Dashed gold line: the best epoch. Click a chart over epochs, or press Enter on it, to see the features at that moment." + several + missing;
  }

  /** Draws soon; many events at once cost one drawing. */
  function schedule() {
    if (!scheduled) scheduled = setTimeout(draw, 60);
  }

  function stopPlaying() {
    clearInterval(player);
    player = 0;
  }

  byId("theme").addEventListener("click", () => FS.theme.toggle());
  FS.theme.onChange(draw);
  byId("moment").addEventListener("input", (event) => {
    stopPlaying();
    chosen.index = Number(event.target.value);
    draw();
  });
  byId("latest").addEventListener("click", () => {
    stopPlaying();
    chosen.index = null;
    draw();
  });
  byId("play").addEventListener("click", () => {
    if (player) {
      stopPlaying();
    } else {
      if (view().index >= run.probes.length - 1) chosen.index = 0;
      player = setInterval(() => {
        if (view().index >= run.probes.length - 1) {
          stopPlaying();
          chosen.index = null;
        } else {
          chosen.index = view().index + 1;
        }
        draw();
      }, 350);
    }
    draw();
  });
  FS.onPick((x) => {
    stopPlaying();
    chosen.index = run.indexAt(x);
    draw();
  });
  function follow() {
    const source = new EventSource("events");
    source.addEventListener("open", () => { connected = true; schedule(); });
    source.addEventListener("reset", () => { runs = new FS.Runs(); schedule(); });
    source.addEventListener("run", (event) => { runs.add(JSON.parse(event.data)); schedule(); });
    source.addEventListener("error", () => {
      connected = false;
      schedule();
      // The browser tries again by itself unless the server refused.
      if (source.readyState === EventSource.CLOSED) setTimeout(follow, 3000);
    });
  }

  // The token of the address is in a cookie by now; it need not stay where it can be read.
  const address = new URL(location.href);
  if (!embedded && address.searchParams.has("token")) {
    address.searchParams.delete("token");
    history.replaceState(null, "", address);
  }

  const data = embedded ? JSON.parse(embedded.textContent) : null;
  if (data) {
    FS.catalogue = data.catalogue || [];
    FS.pictures = data.pictures || {};
    data.events.forEach((event) => {
      delete event.recorded; // all of a saved page is
      runs.add(event);
    });
    if (runs.names.length > 1) byId("verdict").before(byId("compare"));
    draw();
  } else {
    draw();
    fetch("api/catalogue").then((response) => response.json()).then((catalogue) => {
      FS.catalogue = catalogue;
      schedule();
    }).catch(() => {
      // the page works without its words, and the badge says that the server is gone
    });
    follow();
  }
})();
