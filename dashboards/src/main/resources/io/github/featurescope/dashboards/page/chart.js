// A card with one chart: title, how to read it, legend that doubles as read-out, plot.
// Charts of one link group ("epoch", "k", "layer") share the place under the pointer.
(function () {
  "use strict";
  const { h, svg, theme } = FS;
  const DASH = { solid: [], dash: [7, 4], dot: [2, 3] };
  const cards = [];
  let clickListener = () => {};

  /** Shows a place (or null for none) in all cards of a group. */
  function point(group, x) {
    cards.filter((card) => card.panel.group === group).forEach((card) => card.point(x));
  }

  class Card {
    constructor(panel) {
      this.panel = panel;
      this.lines = [];
      this.notes = [];
      // Room for the axis name, and below it for labels that stand on the plot.
      this.top = panel.labelled ? 50 : 34;
      this.at = h("span", { class: "at" });
      this.reading = h("p", { class: "reading" });
      this.keys = h("div", { class: "keys" });
      this.canvas = h("div", { class: "canvas" });
      this.over = h("div", { class: "over" });
      this.empty = h("div", { class: "empty" });
      this.plot = h("div", { class: "plot void", role: "img", tabindex: "-1", "aria-label": panel.title }, this.canvas, this.over, this.empty);
      this.element = h(
        "article",
        { class: "card " + (panel.size || ""), id: "chart-" + panel.id },
        h("header", {}, h("h3", {}, panel.title, this.at), this.reading, this.keys),
        this.plot
      );
      const move = (event) => this.moved(event);
      this.plot.addEventListener("pointermove", move);
      this.plot.addEventListener("pointerdown", move);
      this.plot.addEventListener("pointerleave", () => point(panel.group, null));
      this.plot.addEventListener("click", () => {
        if (panel.group === "epoch" && this.x !== null && this.x !== undefined) clickListener(this.x);
      });
      this.plot.addEventListener("keydown", (event) => this.keyed(event));
      this.plot.addEventListener("blur", () => point(panel.group, null));
      cards.push(this);
    }

    /** Draws the panel from the run; true where it has something to show. */
    update(run, view) {
      const drawn = this.panel.draw(run, view);
      if (view.pinned !== null && this.panel.group === "epoch") {
        drawn.marks.push({ x: view.pinned, color: theme.color("soft"), width: 1.2, dash: "solid" });
      }
      this.lines = drawn.lines.filter((line) => line.data.some((p) => p[1] !== null));
      this.reading.textContent = led(this.panel.lead, FS.reading(this.panel.paths, this.panel.scope));
      const filled = this.lines.length > 0;
      this.plot.classList.toggle("void", !filled);
      this.plot.tabIndex = filled ? 0 : -1;
      this.empty.textContent = this.why(run, view, drawn);
      this.moment = drawn.moment || "";
      this.notes = filled ? drawn.notes || [] : [];
      this.axisName = drawn.axis || run.axis;
      this.place = drawn.place;
      if (filled) {
        if (!this.chart) {
          this.chart = echarts.init(this.canvas, null, { renderer: "svg" });
          new ResizeObserver(() => this.resize()).observe(this.canvas);
        }
        this.redraw = () => this.chart.setOption(this.option(run, drawn), { notMerge: true });
        this.redraw();
        this.plot.setAttribute("aria-label", this.panel.title + ": " + this.lines.filter((l) => l.key !== false).map((l) => l.name + " " + this.panel.format(l.data[l.data.length - 1][1])).join(", "));
      }
      this.point(this.x === undefined ? null : this.x);
      return filled;
    }

    /** Why there is nothing to see. */
    why(run, view, drawn) {
      if (!run.probes.length) return "Waiting for the first probe";
      if (drawn.empty) return drawn.empty;
      if (run.probes.length < 2 && this.panel.later) return "Comes with the second probe";
      return run.reason(view.probe, view.set, this.panel.paths) || "This run does not measure it.";
    }

    resize() {
      if (this.chart.getWidth() === this.canvas.clientWidth && this.chart.getHeight() === this.canvas.clientHeight) return;
      this.chart.resize();
      if (this.redraw) this.redraw();
      this.point(null);
    }

    option(run, drawn) {
      const axisLine = { lineStyle: { color: theme.color("line") } };
      const label = { color: theme.color("muted"), fontSize: 11.5, fontFamily: "inherit", hideOverlap: true };
      const name = { nameTextStyle: { color: theme.color("muted"), fontSize: 11.5, fontFamily: "inherit" } };
      const y = { ...drawn.y };
      if (y.log) y.min = 0.8 * this.lines.reduce((least, line) => line.data.reduce((l, p) => (p[1] > 0 && p[1] < l ? p[1] : l), least), 1);
      const series = this.lines.map((line) => this.series(line));
      series.push(this.marks(drawn));
      return {
        animation: false,
        aria: { enabled: false },
        grid: { left: 52, right: this.place ? 44 : 20, top: this.top, bottom: 42, outerBoundsMode: "none" },
        xAxis: {
          type: "value", min: drawn.x.min, max: drawn.x.max, minInterval: 1, interval: drawn.x.interval,
          name: drawn.x.name, nameLocation: "middle", nameGap: this.place ? 28 : 25, ...name,
          axisLine: { show: true, ...axisLine }, axisTick: { show: false }, axisLabel: { ...label, formatter: drawn.x.label, margin: this.place ? 13 : 8 }, splitLine: { show: false },
        },
        yAxis: {
          type: y.log ? "log" : "value", min: y.min, max: y.max, interval: y.interval, scale: y.min === undefined, splitNumber: 4,
          name: y.name, nameGap: this.top - 20, nameTextStyle: { ...name.nameTextStyle, align: "left", padding: [0, 0, 0, -42] },
          axisLine: { show: false }, axisTick: { show: false },
          axisLabel: { ...label, formatter: y.label, showMinLabel: !y.log }, splitLine: { lineStyle: { color: theme.color("grid") } },
        },
        series,
      };
    }

    series(line) {
      // A value that is missing is a gap; one between two gaps is a dot, or it would not be seen.
      const data = thinned(line.data, this.canvas.clientWidth);
      const value = (i) => (data[i] ? data[i][1] : null);
      const alone = (i) => value(i) !== null && value(i - 1) === null && value(i + 1) === null;
      const marked = line.best !== undefined && line.best !== null ? line.data.filter((p) => p[0] === line.best && p[1] !== null) : [];
      return {
        type: "line", data, name: line.name, z: line.z || 3, silent: true, connectNulls: false,
        showSymbol: Boolean(line.symbols) || data.some((_, i) => alone(i)), symbol: "circle", symbolSize: (_, at) => (alone(at.dataIndex) ? 7 : line.symbols ? 6 : 0),
        markPoint: { silent: true, symbol: "circle", symbolSize: 11, label: { show: false }, data: marked.map((p) => ({ coord: p })), itemStyle: { color: line.color, borderColor: theme.color("card"), borderWidth: 2 } },
        lineStyle: { color: line.color, width: line.width || 2.2, type: DASH[line.dash || "solid"], opacity: line.opacity || 1, join: "round", cap: line.dash ? "butt" : "round" },
        itemStyle: { color: line.color, opacity: line.opacity || 1 },
      };
    }

    marks(drawn) {
      // A name is written where its stretch has room for it.
      const perUnit = (this.canvas.clientWidth - 72) / (drawn.x.max - drawn.x.min);
      const fits = (a) => Boolean(a.name) && (a.to - a.from) * perUnit > 7.5 * a.name.length;
      const areas = (drawn.areas || []).map((a) => [
        { xAxis: a.from, itemStyle: { color: a.color }, name: a.name || "", label: { show: fits(a), color: a.text, position: "top", distance: 3, fontSize: 11.5, fontWeight: 600, fontFamily: "inherit" } },
        { xAxis: a.to },
      ]);
      const lines = (drawn.marks || []).map((m) => ({
        ...(m.x === undefined ? { yAxis: m.y } : { xAxis: m.x }),
        lineStyle: { color: m.color, width: m.width || 1.4, type: m.dash === "solid" ? "solid" : [5, 4] },
        label: { show: Boolean(m.label), formatter: m.label || "", color: m.color, fontSize: 11.5, fontFamily: "inherit", padding: m.x === undefined ? [0, 0, 4, 0] : 0, position: m.position || (m.x === undefined ? "insideEndTop" : "end"), distance: 4 },
      }));
      return {
        type: "line", data: [], silent: true, z: 1,
        markArea: { silent: true, data: areas }, markLine: { silent: true, symbol: "none", data: lines },
      };
    }

    moved(event) {
      if (!this.chart) return;
      const box = this.plot.getBoundingClientRect();
      const x = this.chart.convertFromPixel({ xAxisIndex: 0 }, event.clientX - box.left);
      const places = this.lines.flatMap((line) => line.data.filter((p) => p[1] !== null).map((p) => p[0]));
      if (!places.length || !isFinite(x)) return;
      point(this.panel.group, places.reduce((a, b) => (Math.abs(b - x) < Math.abs(a - x) ? b : a)));
    }

    /** Arrow keys walk along the chart, Enter chooses the moment, Escape lets go. */
    keyed(event) {
      const places = [...new Set(this.lines.flatMap((line) => line.data.filter((p) => p[1] !== null).map((p) => p[0])))].sort((a, b) => a - b);
      const now = places.indexOf(this.x);
      const next = { ArrowRight: now < 0 ? 0 : now + 1, ArrowLeft: now < 0 ? places.length - 1 : now - 1, Home: 0, End: places.length - 1 }[event.key];
      if (next !== undefined && places.length) {
        event.preventDefault();
        point(this.panel.group, places[Math.max(0, Math.min(places.length - 1, next))]);
      } else if (event.key === "Enter" && this.panel.group === "epoch" && now >= 0) {
        clickListener(this.x);
      } else if (event.key === "Escape") {
        point(this.panel.group, null);
      }
    }

    /** Shows the values at a place, or at the newest one for null. */
    point(x) {
      this.x = x;
      const pinned = this.place ? this.place(x) : this.panel.group === "k" ? "k = " + x : this.axisName + " " + x;
      this.at.textContent = x === null ? this.moment : this.moment ? this.moment + " · " + pinned : pinned;
      const shown = this.lines.filter((line) => line.key !== false);
      this.keys.replaceChildren(...shown.map((line) => this.key(line, x)), ...this.notes.map((note) => this.key(note, x)));
      this.over.replaceChildren();
      if (x === null || !this.chart || !this.lines.length) return;
      const left = this.chart.convertToPixel({ xAxisIndex: 0 }, x);
      this.over.append(h("div", { class: "hair", style: { left: left + "px", top: this.top + "px", bottom: "42px" } }));
      shown.forEach((line) => {
        const value = valueAt(line, x);
        if (value === null) return;
        const top = this.chart.convertToPixel({ yAxisIndex: 0 }, value);
        this.over.append(h("div", { class: "dot", style: { left: left + "px", top: top + "px", background: line.color } }));
      });
    }

    key(line, x) {
      const stroke = svg("path", { d: "M0 4H18", stroke: line.color, "stroke-width": 2.6, "stroke-opacity": line.opacity || 1, "stroke-dasharray": DASH[line.dash || "solid"].join(" ") });
      const value = !line.data ? null : x === null ? lastValue(line) : valueAt(line, x);
      const bare = !line.data || (["k", "layer"].includes(this.panel.group) && x === null);
      const readOut = bare ? null : h("b", {}, this.panel.format(value));
      return h("span", {}, svg("svg", { viewBox: "0 0 18 8", "aria-hidden": "true" }, stroke), line.name, readOut);
    }
  }

  /** A sentence after a few words that say what it is about. */
  function led(lead, text) {
    return lead && text ? lead + text.charAt(0).toLowerCase() + text.slice(1) : text;
  }

  /** What can be told apart on so many pixels: of each stretch its ends, extremes and gaps. */
  function thinned(data, pixels) {
    const stretch = Math.ceil(data.length / Math.max(100, pixels));
    if (stretch < 4) return data;
    const kept = [];
    for (let from = 0; from < data.length; from += stretch) {
      const to = Math.min(from + stretch, data.length) - 1;
      let low = -1;
      let high = -1;
      let gap = -1;
      for (let i = from; i <= to; i++) {
        if (data[i][1] === null) gap = i;
        else {
          if (low < 0 || data[i][1] < data[low][1]) low = i;
          if (high < 0 || data[i][1] > data[high][1]) high = i;
        }
      }
      const places = new Set([from, low, high, gap, to].filter((i) => i >= 0));
      kept.push(...[...places].sort((a, b) => a - b).map((i) => data[i]));
    }
    return kept;
  }

  function valueAt(line, x) {
    const found = line.data.find((p) => p[0] === x);
    return found ? found[1] : null;
  }

  function lastValue(line) {
    for (let i = line.data.length - 1; i >= 0; i--) if (line.data[i][1] !== null) return line.data[i][1];
    return null;
  }

  FS.Card = Card;
  FS.cards = cards;
  FS.onPick = (listener) => (clickListener = listener);
})();
