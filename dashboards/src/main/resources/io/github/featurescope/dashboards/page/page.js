// Starts the page: takes the events from the file itself or from the server, and keeps it drawn.
(function () {
  "use strict";
  const { h, icon } = FS;
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const PLAY = "M8 5.5v13l11-6.5-11-6.5Z";
  const PAUSE = "M8.5 5.5v13M15.5 5.5v13";
  const embedded = byId("fs-data");

  let run = new FS.Run();
  let connected = false;
  let scheduled = 0;
  let player = 0;
  const chosen = { set: null, index: null };

  const cards = FS.panels.map((panel) => {
    const card = new FS.Card(panel);
    document.querySelector('.grid[data-group="' + panel.section + '"]').append(card.element);
    return card;
  });
  const details = h("article", { class: "card full" });
  document.querySelector('.grid[data-group="cost"]').append(details);

  /** What the reader has chosen: a probe set and a moment (the newest unless pinned). */
  function view() {
    const set = run.sets.includes(chosen.set) ? chosen.set : run.sets[0] || "train";
    const newest = run.probes.length - 1;
    const index = chosen.index === null ? newest : Math.min(chosen.index, newest);
    const probe = run.probes[index] || null;
    return { set, index, probe, pinned: chosen.index === null || !probe ? null : probe[run.axis] };
  }

  function state() {
    if (embedded) return ["saved", run.end ? "Saved report" : "Unfinished run"];
    if (run.end) return ["ended", "Ended"];
    if (!connected) return ["disconnected", run.start ? "Reconnecting" : "Connecting"];
    return run.start ? ["live", "Live"] : ["waiting", "Waiting for a run"];
  }

  function controls(current) {
    byId("sets").replaceChildren(...run.sets.map((set) => {
      const dot = h("i", { style: { background: FS.setColor(set) } });
      const button = h("button", { type: "button", role: "radio", "aria-checked": String(set === current.set) }, dot, FS.setName(set));
      button.addEventListener("click", () => { chosen.set = set; draw(); });
      return button;
    }));
    const slider = byId("moment");
    slider.max = String(Math.max(0, run.probes.length - 1));
    slider.value = String(Math.max(0, current.index));
    slider.disabled = run.probes.length < 2;
    byId("play").disabled = run.probes.length < 2;
    byId("moment-text").textContent = current.probe ? run.axis + " " + current.probe[run.axis] : "no probe yet";
    byId("latest").setAttribute("aria-pressed", String(chosen.index === null));
    byId("play").replaceChildren(icon(player ? PAUSE : PLAY));
  }

  function draw() {
    clearTimeout(scheduled);
    scheduled = 0;
    const current = view();
    const [name, text] = state();
    root.dataset.state = name;
    byId("badge-text").textContent = text;
    byId("run-name").textContent = run.start ? run.name : "Waiting for a run";
    FS.summary.facts(run);
    FS.summary.verdict(run);
    FS.summary.strip(run);
    FS.summary.tiles(run, current);
    FS.summary.evidence(run);
    FS.summary.details(run, current, details);
    controls(current);
    for (const id of ["layers", "to-layers"]) byId(id).hidden = !run.layers.length;
    root.dataset.charts = String(cards.map((card) => card.update(run, current)).filter(Boolean).length);
    root.dataset.probes = String(run.probes.length);
    const sign = { MEMORISING_NOISE: "⚠ Memorising", ONSET: "⚠ Onset", LEARNING_SIGNAL: "Learning", CLEAN: "Clean" }[root.dataset.verdict];
    document.title = (sign ? sign + " · " : "") + (run.start ? run.name + " · " : "") + "FeatureScope";
    footer();
  }

  function footer() {
    const version = run.start && run.start.featurescope ? "FeatureScope " + run.start.featurescope : "FeatureScope";
    const missing = data && data.leftOut ? " Events of the run log that could not be read and are left out: " + data.leftOut + "." : "";
    byId("footer").textContent = version + ". Shaded: the stage the run was in. Dashed gold line: the best epoch to go back to. Click a chart over epochs to see the features at that moment." + missing;
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
    source.addEventListener("reset", () => { run = new FS.Run(); schedule(); });
    source.addEventListener("run", (event) => { run.add(JSON.parse(event.data)); schedule(); });
    source.addEventListener("error", () => {
      connected = false;
      schedule();
      // The browser tries again by itself unless the server refused.
      if (source.readyState === EventSource.CLOSED) setTimeout(follow, 3000);
    });
  }

  const data = embedded ? JSON.parse(embedded.textContent) : null;
  if (data) {
    FS.catalogue = data.catalogue || [];
    data.events.forEach((event) => run.add(event));
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
