// Why the verdict is what it is: the signs that decide, large; what only illustrates, folded away.
(function () {
  "use strict";
  const { h, icon, format, number } = FS;
  const byId = (id) => document.getElementById(id);
  const WARNING = "M12 4 3 19.5h18L12 4ZM12 10v4.5M12 17v.1";
  const QUIET = "M5 12.5l4.5 4.5L19 7.5";

  /** What decides a verdict, by the last part of its name. */
  const SIGNS = {
    agreement: "Agreement of epochs",
    gap: "Training fit beyond held out",
    memorised: "Contradicted labels now fitted",
    scattered: "Labels among the last classes",
    confident: "Labels contradicted where surest",
  };

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

  // What is compared with nothing earlier has no best.
  function hasBest(e) {
    return e.bestEpoch !== null && e.bestEpoch !== undefined && !(e.decides && e.bestEpoch === 0 && number(e, "best") === 0);
  }

  function says(e) {
    return h("span", { class: "says" }, icon(e.memorising ? WARNING : QUIET), e.memorising ? "memorising" : "quiet");
  }

  /** A bar whose mark in the middle is what is tolerated. */
  function meter(e) {
    const strength = Math.max(0, Math.min(2, number(e, "strength") || 0));
    return h("span", { class: "meter", role: "img", "aria-label": format.plain(strength) + " times what is tolerated" }, h("i", { style: { width: 50 * strength + "%" } }), h("u", {}));
  }

  function tolerated(e) {
    return format.plain(Math.abs(number(e, "threshold")));
  }

  /** One sign that decides. */
  function sign(run, e) {
    const { title, set } = signalName(run, String(e.signal));
    const best = hasBest(e) ? "; now " + format.plain(number(e, "value")) + ", best " + format.plain(number(e, "best")) + " at epoch " + e.bestEpoch : "";
    return h("article", { class: "sign " + (e.memorising ? "yes" : "no") },
      says(e),
      h("h4", {}, title, set ? h("small", {}, FS.setName(set)) : null),
      meter(e),
      h("p", { class: "far" }, h("b", {}, format.plain(behind(e))), " of " + tolerated(e) + " tolerated" + best),
      h("p", {}, e.reading || ""));
  }

  /** One signal that illustrates. */
  function drift(run, e) {
    const { title, set } = signalName(run, String(e.signal));
    return h("tr", { class: e.memorising ? "yes" : "no" },
      h("td", {}, title, set ? h("small", {}, " " + FS.setName(set)) : null),
      h("td", {}, says(e)),
      h("td", { class: "n", "data-name": "now" }, format.plain(number(e, "value"))),
      h("td", { class: "n", "data-name": "best" }, hasBest(e) ? format.plain(number(e, "best")) : "–", hasBest(e) ? h("small", {}, " epoch " + e.bestEpoch) : null),
      h("td", { class: "wide" }, h("span", { class: "far" }, format.plain(behind(e)), h("small", {}, "  of " + tolerated(e) + " tolerated")), meter(e)),
      h("td", { class: "wide" }, e.reading || ""));
  }

  FS.evidence = function (run) {
    const rows = (run.verdict && run.verdict.evidence) || [];
    byId("evidence").hidden = rows.length === 0;
    if (!rows.length) return;
    const signs = rows.filter((e) => e.decides);
    const drifts = rows.filter((e) => !e.decides);
    const speak = (list) => list.filter((e) => e.memorising).length;
    const confidence = number(run.verdict, "confidence");
    byId("evidence-sum").textContent = (signs.length ? speak(signs) + " of " + signs.length + " signs that decide speak for memorising" : "") + (confidence === null ? "" : (signs.length ? "; " : "") + (confidence > 0.999 ? "over 99.9 %" : format.percent(confidence)) + " sure, as far as the choice of samples goes");
    byId("signs").replaceChildren(...signs.map((e) => sign(run, e)));
    byId("drifts").hidden = !drifts.length;
    byId("drifts-sum").textContent = speak(drifts) + " of " + drifts.length + (drifts.length === 1 ? " other signal has" : " other signals have") + " drifted too; they illustrate and do not decide";
    const heads = [["Signal", ""], ["Says", ""], ["Now", "n"], ["Best", "n"], ["How far", ""], ["In plain words", ""]];
    byId("drift-rows").replaceChildren(h("table", {}, h("thead", {}, h("tr", {}, heads.map(([name, c]) => h("th", { class: c || null, scope: "col" }, name)))), h("tbody", {}, drifts.map((e) => drift(run, e)))));
  };
})();
