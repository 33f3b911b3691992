package io.github.featurescope.dashboards.grafana;

import io.github.featurescope.listeners.Stage;
import io.github.featurescope.listeners.Verdict;
import java.util.Locale;
import java.util.Map;

/** Colours and words, those of the live page in shades that hold on light and dark. */
final class Palette {

  static final String SIGNAL = "#14a398";
  static final String ONSET = "#e9a23b";
  static final String NOISE = "#e2541b";
  static final String CLEAN = "#3f9e58";
  static final String CALM = "#8592a2";

  /** A state that no run is in. */
  static final String QUIET = "#565f6b";

  static final String TRAIN = "#8f6ee6";

  /** The sets that the command line makes; other names take Grafana's colours. */
  static final Map<String, String> SETS =
      Map.of("train", TRAIN, "heldout", "#d9559f", "test", "#3f8ae0");

  private Palette() {}

  /** The number of a verdict in panels and in the rule run:featurescope_verdict:code. */
  static int code(Verdict.State state) {
    return switch (state) {
      case UNDECIDED -> 0;
      case LEARNING_SIGNAL -> 1;
      case ONSET -> 2;
      case MEMORISING_NOISE -> 3;
      case CLEAN -> 4;
    };
  }

  /** The number of a stage in panels; 0 would be none. */
  static int code(Stage stage) {
    return switch (stage) {
      case INITIAL -> 1;
      case STAGE_ONE -> 2;
      case STAGE_TWO -> 3;
    };
  }

  static String of(Verdict.State state) {
    return switch (state) {
      case UNDECIDED -> CALM;
      case LEARNING_SIGNAL -> SIGNAL;
      case ONSET -> ONSET;
      case MEMORISING_NOISE -> NOISE;
      case CLEAN -> CLEAN;
    };
  }

  static String of(Stage stage) {
    return switch (stage) {
      case INITIAL -> CALM;
      case STAGE_ONE -> SIGNAL;
      case STAGE_TWO -> NOISE;
    };
  }

  static String words(Stage stage) {
    return switch (stage) {
      case INITIAL -> "initial";
      case STAGE_ONE -> "Stage I: signal";
      case STAGE_TWO -> "Stage II: noise";
    };
  }

  static String words(Verdict.State state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** From the strongest rank, dark, to the weakest, pale. */
  static String rank(int k, int ranks) {
    double t = (k - 1.0) / (ranks - 1.0);
    return String.format(
        Locale.ROOT, "#%02x%02x%02x", mix(t, 12, 214), mix(t, 120, 200), mix(t, 130, 110));
  }

  private static int mix(double t, int from, int to) {
    return (int) Math.round(from + t * (to - from));
  }
}
