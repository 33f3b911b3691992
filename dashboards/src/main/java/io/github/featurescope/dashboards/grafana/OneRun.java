package io.github.featurescope.dashboards.grafana;

import static io.github.featurescope.dashboards.grafana.Query.last;
import static io.github.featurescope.dashboards.grafana.Query.range;
import static io.github.featurescope.dashboards.grafana.Query.rows;
import static io.github.featurescope.dashboards.grafana.Select.lastSeen;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.listeners.Metric;
import java.util.ArrayList;
import java.util.List;

/** One run in depth, as the live page shows it. */
final class OneRun {

  private static final Select RUN = Select.oneRun();
  private static final String BY_SET = "{{set}}";

  private OneRun() {}

  static Dashboard dashboard() {
    List<Variable> variables = new ArrayList<>(Dashboards.variables(false, true));
    variables.add(
        Variable.ofLabel("layer", "Layer", RUN.metric("layer.effective.dimension"), true));
    variables.add(
        new Variable(
            "spectrum",
            "Spectrum of",
            "label_values(" + RUN.metric("eigenvalue", "k=\"01\"") + ", set)",
            false));
    return new Dashboard(
        Dashboards.RUN,
        "FeatureScope / One run",
        "Which regime one run is in and why: verdict, fit, spectrum, richness, margins, layers.",
        "10s",
        List.copyOf(variables),
        List.of(
            Panel.Row.of(
                "Verdict",
                verdict(),
                whole("Epoch", "epoch"),
                whole("Best epoch", "best.epoch"),
                sinceBest(),
                Panels.stat("Strength", 3, 4, "verdict.strength")
                    .decimals(2)
                    .thresholds(Palette.SIGNAL, 1, Palette.NOISE)
                    .query(range(RUN.metric("verdict.strength"), "strength")),
                Panels.stat("Confidence", 3, 4, "verdict.confidence")
                    .query(range(RUN.metric("verdict.confidence"), "confidence")),
                Panels.stat("Wrong labels, estimated", 3, 4, "noise.rate")
                    .query(range(RUN.metric("noise.rate"), "share")),
                timeline()),
            Panel.Row.of("Learning or memorising?", fits(), mislabelled(), loss(), changes()),
            Panel.Row.of("Signal against noise", margins(), noiseShare()),
            Spectrum.row(),
            Panel.Row.of(
                "Richness",
                Panels.legendRight(Panels.lines("D_LR and its isotropic line", 12, 8, richness()))
                    .min(0)
                    .max(1)
                    .query(
                        sets("kernel.richness.distance", "{{set}}"),
                        sets("kernel.richness.isotropic", "{{set}}, isotropic"),
                        sets("kernel.richness.distance.literal", "{{set}}, literal"))
                    .override("byRegexp", "/isotropic/", "custom.lineStyle", dash(10, 6))
                    .override("byRegexp", "/literal/", "custom.lineStyle", dash(2, 4)),
                line("kernel.target.alignment", 6),
                line("feature.quality.total", 6)),
            Panel.Row.of(
                "Dimensions",
                line("effective.dimension", 8),
                line("target.dimension", 8),
                line("learned.dimension", 8),
                line("rank.me", 8),
                line("participation.ratio", 8),
                line("stable.rank", 8)),
            Panel.Row.collapsed(
                "Neural collapse",
                line("neural.collapse.nc1", 6),
                line("neural.collapse.nc2", 6),
                line("neural.collapse.nc3", 6),
                line("neural.collapse.nc4", 6)),
            Panel.Row.collapsed(
                "Gradients and neurons",
                line("gradient.weight.alignment", 12),
                line("feature.quality.held.out", 12),
                line("gradient.disparity", 6),
                line("evidence.criterion", 6),
                line("neuron.divergence", 6),
                line("neuron.divergence.mean", 6)),
            Panel.Row.collapsed(
                "Layers",
                layer("layer.effective.dimension"),
                layer("layer.kernel.richness.distance"),
                layer("layer.kernel.target.alignment"),
                layer("layer.feature.quality.total")),
            Panel.Row.of(
                "Run",
                spectrumValid(),
                age("last.iteration.timestamp"),
                age("last.probe.timestamp"),
                classes(),
                info())));
  }

  private static String[] richness() {
    return new String[] {
      "kernel.richness.distance", "kernel.richness.isotropic", "kernel.richness.distance.literal"
    };
  }

  static ObjectNode dash(int on, int off) {
    ObjectNode style = JsonNodeFactory.instance.objectNode().put("fill", "dash");
    style.putArray("dash").add(on).add(off);
    return style;
  }

  private static Query sets(String metric, String legend) {
    return range(RUN.ofSets(metric), legend);
  }

  /** One metric of the catalogue, one line a probe set. */
  private static Panel line(String metric, int width) {
    Metric found = Words.metric(metric);
    return Panels.lines(found.title(), width, 8, metric).query(sets(metric, BY_SET));
  }

  private static Panel layer(String metric) {
    Metric found = Words.metric(metric);
    return Panels.lines(found.title(), 12, 9, metric)
        .query(range(RUN.ofLayers(metric), "{{layer}}"));
  }

  private static Panel whole(String title, String metric) {
    Panel panel = Panels.stat(title, 3, 4, metric).decimals(0);
    panel.options().put("graphMode", "none");
    return panel.query(range(RUN.metric(metric), title));
  }

  private static Panel sinceBest() {
    String helper = "epochs.since.best.epoch";
    return Panels.stat(Words.helper(helper).title(), Words.ofHelper(helper), 3, 4)
        .decimals(0)
        .query(range(RUN.helper(helper), "epochs"));
  }

  private static Panel spectrumValid() {
    String helper = "spectrum.valid";
    Panel panel =
        Panels.states(Words.helper(helper).title(), Words.ofHelper(helper), 12, 5)
            .query(range(RUN.helper(helper, "", "set=~\"$set\""), BY_SET))
            .mappings(Panels.validity());
    panel.options().put("showValue", "never");
    return panel;
  }

  /** How long ago something happened, at the end of the shown time. */
  private static Panel age(String helper) {
    return Panels.stat(
            Words.helper(helper).title().replace("Time of the", "Since the"),
            Words.ofHelper(helper),
            4,
            5)
        .unit("s")
        .decimals(0)
        .query(last("time() - " + RUN.helper(helper), "ago"));
  }

  private static Panel classes() {
    return Panels.stat(Words.helper("classes").title(), Words.ofHelper("classes"), 4, 5)
        .decimals(0)
        .query(range(RUN.helper("classes"), "classes"));
  }

  private static Panel info() {
    ObjectNode columns = JsonNodeFactory.instance.objectNode();
    columns.putObject("excludeByName").put("Time", true).put("Value", true).put("__name__", true);
    return Panels.table("What it is", Words.ofHelper("run.info"), 24, 4)
        .query(rows(lastSeen(RUN.helper("run.info"))))
        .transform("organize", columns);
  }

  private static Panel verdict() {
    Panel panel = Panels.stat("Verdict", Words.ofHelper("verdict"), 6, 4);
    panel.options().put("colorMode", "background");
    return panel.query(range(RUN.verdictCode(false), "verdict")).mappings(Panels.verdicts());
  }

  private static Panel timeline() {
    return Panels.states(
            "Verdict and stage",
            "The verdict over time, from no true label; and the stage of the theory (arXiv"
                + " 2505.18909), read off mislabelled samples whose true labels are known. "
                + Words.helper("stage").reading(),
            24,
            5)
        .query(range(RUN.verdictCode(false), "verdict"), range(RUN.stageCode(), "stage"))
        .override("verdict", "mappings", Panels.verdicts())
        .override("stage", "mappings", Panels.stages());
  }

  private static Panel fits() {
    return Panels.lines("Accuracy and fit", 10, 10, "label.fit", "true.label.accuracy")
        .min(0)
        .max(1)
        .query(
            sets("label.fit", "{{set}}, labels as given"),
            sets("true.label.accuracy", "{{set}}, true labels"))
        .override("byRegexp", "/true labels/", "custom.lineStyle", dash(10, 6));
  }

  private static Panel mislabelled() {
    return Panels.lines("Mislabelled samples", 7, 10, "wrong.label.as.true", "wrong.label.as.given")
        .min(0)
        .max(1)
        .query(
            sets("wrong.label.as.true", "as their true class, {{set}}"),
            sets("wrong.label.as.given", "as their wrong label, {{set}}"))
        .override("byRegexp", "/true class/", "color", Panel.fixed(Palette.SIGNAL))
        .override("byRegexp", "/wrong label/", "color", Panel.fixed(Palette.NOISE))
        .override("byRegexp", "/heldout/", "custom.lineStyle", dash(10, 6));
  }

  private static Panel loss() {
    return Panels.lines("Loss", 7, 10, "label.loss", "training.score")
        .query(
            sets("label.loss", "{{set}}, given labels"),
            range(RUN.metric("training.score"), "last batch"))
        .override("last batch", "color", Panel.fixed(Palette.CALM));
  }

  private static Panel changes() {
    return Panels.lines(
            "Prediction changes", 24, 7, "prediction.changes", "prediction.changes.average")
        .min(0)
        .query(
            range(RUN.metric("prediction.changes"), "changed since the probe before"),
            range(RUN.metric("prediction.changes.average"), "average of three"))
        .override("changed since the probe before", "color", Panel.fixed(Palette.TRAIN))
        .override("average of three", "color", Panel.fixed(Palette.CALM))
        .override("average of three", "custom.lineStyle", dash(10, 6));
  }

  private static Panel margins() {
    return Panels.lines("Margins", 16, 9, "margin.signal", "margin.noise")
        .query(sets("margin.signal", "signal, {{set}}"), sets("margin.noise", "noise, {{set}}"))
        .override("byRegexp", "/^signal/", "color", Panel.fixed(Palette.SIGNAL))
        .override("byRegexp", "/^noise/", "color", Panel.fixed(Palette.NOISE))
        .override("byRegexp", "/heldout/", "custom.lineStyle", dash(10, 6))
        .override("byRegexp", "/test/", "custom.lineStyle", dash(2, 4));
  }

  private static Panel noiseShare() {
    return Panels.lines("Share of noise in the margins", 8, 9, "margin.noise.share")
        .min(0)
        .max(1)
        .query(range(RUN.metric("margin.noise.share"), "share of noise"))
        .color(Palette.NOISE);
  }

  /** The spectrum by rank, and how labels and head use it. */
  private static final class Spectrum {

    private static final String SET = "set=\"$spectrum\"";

    static Panel.Row row() {
      return Panel.Row.of(
          "Spectrum",
          eigenvalues(),
          ranks("Quality and utility now", "feature.quality", "feature.utility"),
          ranks("Cumulative, now", "feature.quality.cumulative", "feature.utility.cumulative"),
          overTime("feature.quality.cumulative"),
          overTime("feature.utility.cumulative"));
    }

    private static Panel eigenvalues() {
      String all = RUN.metric("eigenvalue", SET);
      String first = RUN.metric("eigenvalue", SET + ",k=\"01\"");
      Panel panel =
          Panels.lines("Eigenvalues, relative to the first", Words.of("eigenvalue"), 24, 10)
              .query(
                  range(all + " / on (" + Select.RUN + ", set) group_left () " + first, "{{k}}"));
      panel.custom().putObject("scaleDistribution").put("type", "log").put("log", 10);
      panel.custom().put("lineWidth", 1).put("showPoints", "never");
      return Panels.rankColors(Panels.legendRight(panel));
    }

    private static Panel ranks(String title, String quality, String utility) {
      ObjectNode names = JsonNodeFactory.instance.objectNode();
      names.putObject("excludeByName").put("Time", true);
      names.putObject("indexByName").put("k", 0).put("Value #A", 1).put("Value #B", 2);
      names.putObject("renameByName").put("Value #A", "quality").put("Value #B", "utility");
      return Panels.bars(title, Words.of(quality, utility), "k", 12, 8)
          .unit("percentunit")
          .min(0)
          .max(1)
          .query(
              rows("max by (k) (" + lastSeen(RUN.metric(quality, SET)) + ")"),
              rows("max by (k) (" + lastSeen(RUN.metric(utility, SET)) + ")"))
          .transform("merge", JsonNodeFactory.instance.objectNode())
          .transform("organize", names)
          .override("quality", "color", Panel.fixed(Palette.SIGNAL))
          .override("utility", "color", Panel.fixed(Palette.TRAIN));
    }

    private static Panel overTime(String metric) {
      Panel panel =
          Panels.lines(Words.metric(metric).title() + " over time", 12, 9, metric)
              .query(range(RUN.metric(metric, SET), "{{k}}"))
              .min(0)
              .max(1);
      panel.custom().put("lineWidth", 1).put("showPoints", "never");
      return Panels.rankColors(Panels.legendRight(panel));
    }
  }
}
