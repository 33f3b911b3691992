package io.github.featurescope.listeners;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What the probes of a run that never happened say, made by hand: a probe of quality q agrees with
 * one of quality r by κ = q r, so that those of the best quality agree most with all others.
 */
final class Played {

  private DoubleBinaryOperator agreement = (one, other) -> 0.64;
  private final Map<String, IntToDoubleFunction> values = new LinkedHashMap<>();
  private boolean heldOut = true;

  /** Ten classes, held-out samples, nothing known by heart, labels that look right. */
  static Played run() {
    Played run = new Played();
    return run.value("train", SignReader.SAMPLES, probe -> 1000)
        .value("heldout", SignReader.SAMPLES, probe -> 500)
        .value("train", SignReader.CLASSES, probe -> 10)
        .value("train", SignReader.FIT, probe -> 0.8)
        .value("heldout", SignReader.FIT, probe -> 0.8)
        .value("train", SignReader.MEMORISED, probe -> 0)
        .labelsThatLookWrong(0.02, 0.01);
  }

  /** The quality peaks at one probe, counted from 1, and falls by 0.05 a probe on both sides. */
  static IntToDoubleFunction peak(int at) {
    return probe -> 0.9 - 0.05 * Math.min(12, Math.abs(probe - at));
  }

  Played quality(IntToDoubleFunction byProbe) {
    return agreement(
        (one, other) -> byProbe.applyAsDouble((int) one) * byProbe.applyAsDouble((int) other));
  }

  /** κ of two probes, counted from 1. */
  Played agreement(DoubleBinaryOperator ofProbes) {
    agreement = ofProbes;
    return this;
  }

  Played value(String set, String path, IntToDoubleFunction byProbe) {
    values.put(set + "." + path, byProbe);
    return this;
  }

  Played without(String set, String path) {
    values.remove(set + "." + path);
    return this;
  }

  /** Half of the labels are contradicted: enough are some 0.14 scattered, or 0.35 confident. */
  Played labelsThatLookWrong(double scattered, double confident) {
    for (String set : List.of("train", "heldout")) {
      value(set, SignReader.SCATTERED, probe -> scattered);
      value(set, SignReader.CONFIDENT, probe -> confident);
      value(set, SignReader.CONTRADICTED, probe -> 0.5);
    }
    return this;
  }

  Played withoutHeldOut() {
    heldOut = false;
    values.keySet().removeIf(name -> name.startsWith("heldout"));
    return this;
  }

  /** The signs of a probe, counted from 1. */
  Signs signs(int probe) {
    Map<String, Double> now = new LinkedHashMap<>();
    values.forEach((name, value) -> now.put(name, value.applyAsDouble(probe)));
    List<Double> row =
        IntStream.range(Math.max(1, probe - Signs.REMEMBERED), probe)
            .mapToObj(before -> agreement.applyAsDouble(before, probe))
            .toList();
    Map<String, List<Double>> agreements = new LinkedHashMap<>();
    agreements.put("train", row);
    if (heldOut) {
      agreements.put("heldout", row);
    }
    return new Signs(now, agreements);
  }

  static Verdict.Moment at(int probe) {
    return new Verdict.Moment(probe, 10L * probe);
  }

  /** The verdicts of an engine on the first probes. */
  List<Verdict> judged(int probes) {
    VerdictEngine engine = VerdictEngine.create();
    List<Verdict> verdicts = new ArrayList<>();
    for (int probe = 1; probe <= probes; probe++) {
      verdicts.add(engine.judge(at(probe), signs(probe)));
    }
    return verdicts;
  }
}
