package io.github.featurescope.examples.toys.twin;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.featurescope.listeners.ProbeSet;
import io.github.featurescope.listeners.RunJson;
import java.util.List;

/**
 * A number in the run log that is said to see signal or noise.
 *
 * @param title what people call it
 * @param set probe set that it is read from, or empty if it is of the run
 * @param path where it stands
 * @param truth what it is said to follow
 * @param rises whether it should rise with that truth, or fall
 */
record Reading(String title, String set, String path, Truth truth, boolean rises) {

  /** All that are calibrated. */
  static final List<Reading> ALL =
      List.of(
          run("SignalNoiseShare, signal", "signalNoise.signal", Truth.SIGNAL),
          run("SignalNoiseShare, noise", "signalNoise.noise", Truth.NOISE),
          run("SignalNoiseShare, share", "signalNoise.share", Truth.SHARE),
          train("SignalNoiseMargin, signal", "margin.signal", Truth.SIGNAL, true),
          train("SignalNoiseMargin, noise", "margin.noise", Truth.NOISE, true),
          train("gradient-weight alignment", "gradientWeightAlignment.mean", Truth.SIGNAL, true),
          heldOut("gradient-weight alignment", "gradientWeightAlignment.mean", Truth.SIGNAL, true),
          train("D_LR", "dlr.doubleCentred", Truth.SHARE, true),
          train("learned dimension (utility)", "centred.learnedDimension", Truth.SHARE, true),
          train("target dimension (quality)", "centred.targetDimension", Truth.SHARE, true),
          train("effective dimension", "centred.effectiveDimension", Truth.NOISE, true),
          train("cross-fitted quality", "crossFitted.ridgeR2", Truth.SIGNAL, true),
          heldOut("cross-fitted quality", "crossFitted.ridgeR2", Truth.SIGNAL, true),
          train("kernel-target alignment", "kernelTargetAlignment", Truth.SIGNAL, true),
          heldOut("kernel-target alignment", "kernelTargetAlignment", Truth.SIGNAL, true),
          train("NC1", "neuralCollapse.nc1", Truth.SHARE, true),
          train("gradient disparity", "gradientDisparity", Truth.NOISE, true),
          train("evidence criterion", "evidenceCriterion", Truth.SHARE, true),
          train("neuron divergence, mean", "neuronDivergence.mean", Truth.SIGNAL, true),
          train("fit of given labels", "fit.given", Truth.NOISE, true),
          heldOut("fit of given labels", "fit.given", Truth.SHARE, false),
          heldOut("loss on given labels", "fit.loss", Truth.NOISE, true),
          run("prediction changes, averaged", "changes.average", Truth.NOISE));

  private static Reading run(String title, String path, Truth truth) {
    return new Reading(title, "", path, truth, true);
  }

  private static Reading train(String title, String path, Truth truth, boolean rises) {
    return new Reading(title, ProbeSet.TRAIN, path, truth, rises);
  }

  private static Reading heldOut(String title, String path, Truth truth, boolean rises) {
    return new Reading(title, ProbeSet.HELD_OUT, path, truth, rises);
  }

  /** Reads it; NaN where it has no value. */
  double of(TwinRun.Moment moment) {
    JsonNode node = set.isEmpty() ? moment.event() : moment.event().path("sets").path(set);
    JsonNode value = RunJson.at(node, path);
    return value.isNumber() ? value.asDouble() : Double.NaN;
  }

  /** What is true. */
  enum Truth {
    /** The largest γ. */
    SIGNAL("γ"),
    /** The mean over samples of the largest own ρ. */
    NOISE("ρ"),
    /** The share of the latter in both. */
    SHARE("ρ/(γ+ρ)");

    final String symbol;

    Truth(String symbol) {
      this.symbol = symbol;
    }

    double of(TwinRun.Moment moment) {
      double gamma = Math.max(0, moment.truth().gamma());
      double rho = Math.max(0, moment.truth().rho());
      return switch (this) {
        case SIGNAL -> gamma;
        case NOISE -> rho;
        case SHARE -> gamma + rho == 0 ? Double.NaN : rho / (gamma + rho);
      };
    }
  }
}
