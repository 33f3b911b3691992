package io.github.featurescope.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;

/** Makes the events of a run that never happened, shaped like one with 40 % wrong labels. */
final class SyntheticRun {

  static final int EPOCHS = 30;
  static final int PEAK = 3;
  static final int TURN = 5;
  static final int FINAL = PEAK + 5;

  static final String NAME = "mnist-mlp-symmetric-0.4";
  static final int SUSPECTS = 24;

  /** Pictures of all samples but the one with the id 0: its number in grey. */
  static final SamplePictures PICTURES =
      id -> id == 0 ? Optional.empty() : Optional.of(picture((int) id));

  private static final int STEPS = 40;
  private static final int CLASSES = 10;
  private static final int TOP = 16;

  /** Names with dots too, as Keras and SameDiff give them. */
  static final List<String> LAYERS = List.of("block1.conv", "block2.conv", "dense");

  private static final Instant BEGIN = Instant.parse("2026-11-22T04:00:00Z");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Random random = new Random(7);

  private SyntheticRun() {}

  /** All events: a start, one probe before training and one after each epoch, and an end. */
  static List<ObjectNode> events() {
    SyntheticRun run = new SyntheticRun();
    List<ObjectNode> events = new ArrayList<>();
    events.add(run.start());
    for (int epoch = 0; epoch <= EPOCHS; epoch++) {
      events.add(run.probe(epoch));
      if (epoch == 11) {
        events.add(run.failure(epoch));
      }
    }
    events.add(run.end());
    return events;
  }

  /** Copies of the events as a page gets them: with the name of their run. */
  static List<ObjectNode> named(List<ObjectNode> events) {
    return new ArrayList<>(events.stream().map(e -> e.deepCopy().put("run", NAME)).toList());
  }

  /** The event that follows the probe of an epoch from 1 on. */
  static ObjectNode suspects(int epoch) {
    ObjectNode event = event("suspects", epoch * 4.1 + 0.2);
    event.put("iteration", epoch * STEPS).put("epoch", epoch);
    event.put("watched", 1000).put("likely", 398);
    event
        .putObject("noiseRate")
        .put("rate", 0.39)
        .put("low", 0.35)
        .put("high", 0.41)
        .put("settled", epoch > 2);
    ArrayNode samples = event.putArray("samples");
    for (int i = 0; i < SUSPECTS; i++) {
      samples
          .addObject()
          .put("rank", i + 1)
          .put("id", i * 7)
          .put("given", i % CLASSES)
          .put("suggested", (i + 3) % CLASSES)
          .put("givenName", "class " + i % CLASSES)
          .put("suggestedName", "class " + (i + 3) % CLASSES)
          .put("score", 0.9 - 0.01 * i)
          .put("probability", 0.99 - 0.01 * i)
          .put("wrongEvents", epoch);
    }
    return event;
  }

  private static byte[] picture(int id) {
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 28; i++) {
      image.setRGB(i, (i * (1 + id % 5)) % 28, 0xFFFFFF);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static JsonNode catalogue() throws Exception {
    return MAPPER.readTree(SyntheticRun.class.getResourceAsStream("catalogue.json"));
  }

  private ObjectNode start() {
    ObjectNode start = event("start", 0);
    start.put("schema", 1).put("run", NAME).put("featurescope", "0.1.0");
    start
        .putObject("model")
        .put("kind", "MultiLayerNetwork")
        .put("head", "layer2")
        .put("featureLayer", "layer1")
        .put("width", 256)
        .put("classes", CLASSES)
        .put("parameters", 269_322);
    ArrayNode sets = start.putArray("probeSets");
    sets.addObject().put("name", "train").put("samples", 1000).put("trueLabels", true);
    sets.addObject().put("name", "heldout").put("samples", 500).put("trueLabels", true);
    sets.addObject().put("name", "test").put("samples", 1000).put("trueLabels", true);
    LAYERS.forEach(start.putArray("layers")::add);
    start.put("schedule", "every epoch");
    start
        .putObject("settings")
        .put("data", "mnist")
        .put("model", "mlp")
        .put("noise", "symmetric:0.4")
        .put("trainSize", 5000)
        .put("epochs", EPOCHS)
        .put("batch", 128)
        .put("seed", 1);
    return start;
  }

  private ObjectNode probe(int epoch) {
    ObjectNode probe = event("probe", epoch * 4.1);
    probe.put("iteration", epoch * STEPS).put("epoch", epoch);
    double memory = memory(epoch);
    double signal = 1 - Math.exp(-epoch * 1.4);
    probe.put("score", 2.303 - 0.9 * signal - 1.25 * memory + noise(0.02));
    ObjectNode sets = probe.putObject("sets");
    double wrongAsTrue = 0.1 + 0.75 * signal - (0.1 + 0.75 * signal) * memory;
    double wrongAsGiven = 0.1 * (1 - signal) + 0.03 * signal + 0.94 * memory;
    double trueAccuracy = 0.1 + 0.755 * signal - 0.215 * memory;
    double train = 0.1 + 0.48 * signal + 0.4 * memory;
    report(sets.putObject("train"), 1000, signal, memory, train, 1 - 0.99 * train)
        .set("wrongLabels", wrong(398, trueAccuracy, signal, wrongAsGiven, wrongAsTrue));
    report(
        sets.putObject("heldout"),
        500,
        signal,
        memory,
        0.1 + 0.44 * signal - 0.15 * memory,
        2.3 - 0.75 * signal + 2.6 * memory);
    report(
            sets.putObject("test"),
            1000,
            signal,
            memory,
            trueAccuracy + noise(0.006),
            2.3 - 1.45 * signal + 1.3 * memory)
        .set("wrongLabels", wrong(0, trueAccuracy + noise(0.006), signal, null, null));
    ObjectNode layers = probe.putObject("layers");
    for (int depth = 1; depth <= LAYERS.size(); depth++) {
      double share = depth / (double) LAYERS.size();
      String layer = LAYERS.get(depth - 1);
      report(layers.putObject(layer), 1000, signal * share, memory * share, 0, 0);
    }
    if (epoch == 0) {
      probe.putNull("changes");
    } else {
      double share = 0.86 * Math.exp(-(epoch - 1) * 1.1) + 0.035 + turnover(epoch);
      probe
          .putObject("changes")
          .put("count", (int) (1000 * share))
          .put("share", share)
          .put("average", share * 1.02);
    }
    probe
        .putObject("signalNoise")
        .put("signal", 0.1 + 3.4 * signal - 0.4 * memory)
        .put("noise", 0.02 + 2.1 * memory)
        .put("share", 0.4 * memory)
        .put("noiseError", 0.1);
    probe.put("stage", epoch == 0 ? "INITIAL" : epoch < TURN ? "STAGE_ONE" : "STAGE_TWO");
    verdict(probe.putObject("verdict"), epoch);
    probe
        .putObject("cost")
        .put("seconds", 0.19 + noise(0.015) + (epoch == 0 ? 0.4 : 0))
        .put("total", 0.4 + 0.19 * (epoch + 1))
        .put("share", (0.4 + 0.19 * (epoch + 1)) / (4.1 * epoch + 1))
        .put("probes", epoch + 1);
    return probe;
  }

  private static String state(int epoch) {
    if (epoch < 2) {
      return "UNDECIDED";
    }
    return epoch < TURN ? "LEARNING_SIGNAL" : epoch < FINAL ? "ONSET" : "MEMORISING_NOISE";
  }

  private void verdict(ObjectNode verdict, int epoch) {
    verdict.put("state", state(epoch));
    int since = epoch < 2 ? 0 : epoch < TURN ? 2 : epoch < FINAL ? TURN : FINAL;
    verdict.putObject("since").put("epoch", since).put("iteration", since * STEPS);
    if (epoch < 2) {
      verdict.putNull("best");
    } else {
      int best = Math.min(epoch, PEAK);
      verdict.putObject("best").put("epoch", best).put("iteration", best * STEPS);
    }
    ArrayNode evidence = verdict.putArray("evidence");
    if (epoch == 0) {
      return;
    }
    double memory = Math.max(0, memory(epoch) - memory(PEAK));
    double fall = 0.006 * (epoch - PEAK) + 0.25 * memory;
    double best = epoch < PEAK ? 1.3 + fall : 1.3;
    if (epoch > 1) {
      decisive(
          evidence,
          "heldout.agreement",
          1.3 - Math.abs(fall),
          best,
          Math.min(epoch, PEAK),
          0.015,
          "Predictions agree less with those of other epochs than they did at the best one.");
      decisive(
          evidence,
          "train.gap",
          0.04 * epoch + 0.5 * memory,
          0,
          0,
          0.1,
          "Training labels are fitted better than held-out ones: some are known by heart.");
      decisive(
          evidence,
          "heldout.scattered",
          0.41,
          0,
          0,
          0.24,
          "Given labels lie among the classes that the network ranks last, as wrong ones do.");
    }
    drift(
        evidence,
        "heldout.kernelTargetAlignment",
        0.47 - 0.22 * memory,
        0.47,
        0.02,
        "Held-out samples agree less with the features than they did.");
    drift(
        evidence,
        "train.centred.cumulativeUtility",
        0.865 - 0.55 * memory,
        0.865,
        0.07,
        "The head leaves the leading class directions for weaker ones.");
    drift(
        evidence,
        "train.dlr.doubleCentred",
        0.217 + 0.36 * memory,
        0.217,
        0.04,
        "The features turn from a few shared directions to many of their own.");
  }

  private static void decisive(
      ArrayNode evidence,
      String signal,
      double value,
      double best,
      int bestEpoch,
      double enough,
      String reading) {
    row(evidence, signal, value, best, bestEpoch, enough, reading).put("decides", true);
  }

  private static void drift(
      ArrayNode evidence,
      String signal,
      double value,
      double best,
      double tolerated,
      String reading) {
    row(evidence, signal, value, best, PEAK, tolerated, reading).put("decides", false);
  }

  private static ObjectNode row(
      ArrayNode evidence,
      String signal,
      double value,
      double best,
      int bestEpoch,
      double tolerated,
      String reading) {
    double strength = Math.min(2, Math.abs(value - best) / tolerated);
    return evidence
        .addObject()
        .put("signal", signal)
        .put("value", value)
        .put("best", best)
        .put("bestEpoch", bestEpoch)
        .put("change", -Math.abs(value - best))
        .put("threshold", -tolerated)
        .put("strength", strength)
        .put("memorising", strength >= 1)
        .put("reading", reading);
  }

  private ObjectNode report(
      ObjectNode report, int n, double signal, double memory, double fit, double loss) {
    report.put("n", n).put("p", 256).put("classes", CLASSES);
    spectrum(report.putObject("centred"), signal, memory, n);
    spectrum(report.putObject("uncentred"), signal, memory * 0.8, n);
    report
        .putObject("dlr")
        .put("literal", 0.83 - 0.58 * signal + 0.33 * memory)
        .put("doubleCentred", 0.81 - 0.6 * signal + 0.37 * memory + noise(0.004))
        .put("rank", 9)
        .put("isotropic", 1 - Math.sqrt(9 / 256.0));
    double given = n == 1000 && loss < 1 ? 0.2 : 0;
    report.put(
        "kernelTargetAlignment",
        0.12 + (n == 500 ? 0.35 : 0.47) * signal - (0.21 - given) * memory + noise(0.004));
    report.put("rankMe", 60 + 40 * memory);
    report.putObject("ridge").put("r2", 0.62 * signal);
    ObjectNode crossFitted = report.putObject("crossFitted").put("ridgeR2", 0.6 * signal);
    ArrayNode quality = crossFitted.putArray("cumulativeQuality");
    for (JsonNode q : report.at("/centred/cumulativeQuality")) {
      quality.add(q.asDouble() * 0.93);
    }
    report
        .putObject("margin")
        .put("signal", 0.1 + 3.4 * signal - 1.4 * memory + noise(0.05))
        .put("noise", 0.02 + 0.3 * signal + 3.1 * memory + noise(0.05));
    report.putObject("fit").put("given", fit).put("loss", Math.max(loss, 0.02));
    report.putObject("undefined").put("neuralCollapse.nc3", "The head has no class means.");
    return report;
  }

  private void spectrum(ObjectNode node, double signal, double memory, int n) {
    ArrayNode eigenvalues = node.put("rank", 256).putArray("eigenvalues");
    ArrayNode quality = node.putArray("cumulativeQuality");
    ArrayNode utility = node.putArray("cumulativeUtility");
    double q = 0;
    double u = 0;
    for (int k = 1; k <= TOP; k++) {
      double lead = Math.exp(-0.13 * (k - 1));
      double flat = Math.exp(-0.36 * (k - 1)) + 0.02;
      double tail = 0.035 * Math.exp(-0.12 * (k - 9)) * (1 + 3.2 * memory);
      eigenvalues.add(
          (3 + 9 * signal)
              * (k < CLASSES ? lead * signal + flat * (1 - signal) : tail + noise(0.0005)));
      q += (k < CLASSES ? 0.085 * signal + 0.02 - 0.022 * memory : 0.006) * (n == 500 ? 0.85 : 1);
      u += k < CLASSES ? 0.105 - 0.015 * (1 - signal) - 0.062 * memory : 0.004 + 0.02 * memory;
      quality.add(Math.min(1, q));
      utility.add(Math.min(1, u));
    }
    node.put("effectiveDimension", 96 - 62 * signal + 84 * memory + noise(0.8))
        .put("targetDimension", 60 - 44 * signal + 48 * memory)
        .put("learnedDimension", 48 - 37 * signal + 61 * memory);
  }

  private static ObjectNode wrong(
      int count, double accuracy, double signal, Double asGiven, Double asTrue) {
    return MAPPER
        .createObjectNode()
        .put("wrong", count)
        .put("accuracy", accuracy)
        .put("cleanFit", 0.1 + 0.86 * signal)
        .put("wrongAsGiven", asGiven)
        .put("wrongAsTrue", asTrue);
  }

  private ObjectNode failure(int epoch) {
    return event("failure", epoch * 4.1 + 1)
        .put("iteration", epoch * STEPS)
        .put("epoch", epoch)
        .put("set", "heldout")
        .put("message", "The features hold <NaN> & cannot be measured.");
  }

  private ObjectNode end() {
    return event("end", EPOCHS * 4.1 + 1)
        .put("elapsed", EPOCHS * 4.1 + 1)
        .put("iterations", EPOCHS * STEPS)
        .put("epochs", EPOCHS)
        .put("probes", EPOCHS + 1)
        .put("failures", 1)
        .put("verdict", "MEMORISING_NOISE");
  }

  private static ObjectNode event(String kind, double elapsed) {
    return MAPPER
        .createObjectNode()
        .put("event", kind)
        .put("time", BEGIN.plusMillis((long) (elapsed * 1000)).toString())
        .put("elapsed", elapsed);
  }

  private static double memory(int epoch) {
    return epoch == 0 ? 0 : 1 / (1 + Math.exp(-(epoch - 8.5) / 1.8)) - 0.02;
  }

  private static double turnover(int epoch) {
    return 0.12 * Math.exp(-Math.pow((epoch - 9) / 3.2, 2));
  }

  private double noise(double scale) {
    return random.nextGaussian() * scale;
  }
}
