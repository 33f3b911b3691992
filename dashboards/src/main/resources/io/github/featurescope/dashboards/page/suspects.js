// The samples whose labels look wrong: as pictures where they are some, else as a table.
(function () {
  "use strict";
  const { h, format, number } = FS;
  let drawn = "";

  /** Pictures of a saved page, by run and id; a live page asks the server. */
  FS.pictures = null;

  function source(run, id) {
    if (FS.pictures) return (FS.pictures[run.name] || {})[id] || null;
    return "api/picture?run=" + encodeURIComponent(run.name) + "&id=" + encodeURIComponent(id);
  }

  const given = (s) => s.givenName || String(s.given);
  const suggested = (s) => s.suggestedName || String(s.suggested);

  function figure(run, s) {
    const words = "sample " + s.id + ": given " + given(s) + ", suggested " + suggested(s) + ", wrong with probability " + format.percent(s.probability);
    const address = source(run, s.id);
    const frame = h("span", { class: "frame" });
    if (address) {
      const picture = h("img", { src: address, alt: words, decoding: "async", width: "84", height: "84" });
      picture.addEventListener("load", () => { if (picture.naturalWidth < 48) picture.classList.add("pixels"); });
      picture.addEventListener("error", () => frame.replaceChildren("no picture"));
      frame.append(picture);
    } else {
      frame.append("no picture");
    }
    return h("figure", { title: words }, frame,
      h("figcaption", {}, h("span", { class: "labels" }, h("s", {}, given(s)), h("span", { "aria-hidden": "true" }, "→"), h("b", {}, suggested(s))), h("small", {}, "#" + s.id + " · " + Math.round(100 * s.probability) + " %")));
  }

  function table(event) {
    const heads = [["Sample", "n"], ["Given", ""], ["Suggested", ""], ["Wrong with", "n"], ["Predicted otherwise", "n"]];
    const rows = event.samples.map((s) => h("tr", {},
      h("td", { class: "n" }, String(s.id)), h("td", {}, given(s)), h("td", {}, suggested(s)),
      h("td", { class: "n" }, format.percent(s.probability)), h("td", { class: "n" }, s.wrongEvents + (s.wrongEvents === 1 ? " time" : " times"))));
    return h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Table of suspicious samples" },
      h("table", {}, h("thead", {}, h("tr", {}, heads.map(([name, c]) => h("th", { class: c || null, scope: "col" }, name)))), h("tbody", {}, rows)));
  }

  function summary(run, event) {
    const rate = number(event, "noiseRate.rate");
    const bounds = rate === null ? "" : " Estimated share of wrong labels: " + format.percent(rate) + ", between " + format.percent(event.noiseRate.low) + " and " + format.percent(event.noiseRate.high) + ".";
    return format.count(event.likely) + " of " + format.count(event.watched) + " watched labels are rather wrong than right; these are the " + event.samples.length + " most suspicious." + bounds + " Hard samples rank high too: look before you relabel.";
  }

  /** The newest ranking at the moment shown; redrawn only when it is another one. */
  FS.suspects = function (run, view, card) {
    const event = run.suspects(view.probe);
    const key = event && event.samples.length ? run.name + "/" + event.iteration + "/" + event.time : "none/" + run.name + "/" + run.probes.length;
    if (key === drawn) return;
    drawn = key;
    const some = event && event.samples.length;
    const pictures = some && event.pictures && (!FS.pictures || Object.keys(FS.pictures[run.name] || {}).length);
    const moment = some ? h("span", { class: "at" }, run.axis + " " + format.count(event[run.axis])) : null;
    const head = h("header", {}, h("h3", {}, "Most suspicious samples", moment), h("p", { class: "reading" }, some ? summary(run, event) : ""));
    const legend = some && pictures ? h("p", { class: "keys" }, h("span", {}, h("s", {}, "label as given"), "→", h("b", { class: "better" }, "label suggested")), h("span", {}, "sample · probability that the given label is wrong")) : null;
    const why = !run.sets.includes("train") && run.start ? "Needs a probe set named train, or samples to follow." : run.probes.length > 1 ? "This run log holds no single samples." : "Comes with the first probe of training.";
    const body = !some ? h("div", { class: "plot void" }, h("div", { class: "empty" }, why)) : pictures ? h("div", { class: "gallery" }, event.samples.map((s) => figure(run, s))) : table(event);
    card.replaceChildren(...[head, legend, body].filter(Boolean));
  };
})();
