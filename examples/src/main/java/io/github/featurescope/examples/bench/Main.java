package io.github.featurescope.examples.bench;

import io.github.featurescope.examples.data.LabelNoise;
import io.github.featurescope.examples.training.Networks;
import io.github.featurescope.examples.training.TrainingData;
import io.github.featurescope.examples.training.TrainingSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

final class Main {
  public static void main(String[] args) throws Exception {
    if (args[0].equals("measure")) {
      for (int i = 2; i < args.length; i++) {
        Path t = Path.of(args[i]);
        Path o = Path.of(args[1]).resolve(t.getFileName() + ".jsonl.gz");
        if (!Files.exists(o) && Tape.isComplete(t)) {
          Measuring.measure(t.getFileName().toString(), Tape.open(t)).write(o);
        }
      }
      return;
    }
    if (args[0].equals("rules")) {
      for (int i = 1; i < args.length; i++) {
        BenchLog log = BenchLog.read(Path.of(args[i]));
        for (Rule rule : Rule.all()) {
          Rule.Choice c = rule.choice().apply(log);
          System.out.printf(
              "%s,%s,%d,%d,%b,%.4f,%.4f%n",
              log.run(),
              rule.name(),
              c.epoch(),
              c.decided(),
              c.stopped(),
              log.testAt(c.epoch()),
              log.best());
        }
      }
      return;
    }
    Path tapes = Path.of(args[0]);
    Path data = Path.of(args[1]);
    for (int i = 2; i < args.length; i++) {
      String[] p = args[i].split(",");
      BenchRun run =
          new BenchRun(
              BenchRun.Task.valueOf(p[0].toUpperCase(Locale.ROOT)),
              Networks.valueOf(p[1].toUpperCase(Locale.ROOT)),
              BenchRun.Way.valueOf(p[2].toUpperCase(Locale.ROOT)),
              LabelNoise.parse(p[3]),
              Long.parseLong(p[4]));
      Path folder = tapes.resolve(run.id());
      if (Tape.isComplete(folder)) {
        continue;
      }
      long t = System.nanoTime();
      TrainingSettings settings =
          run.settings(data.resolve("mnist"), data.resolve("cifar-10-batches-bin"));
      Recorder.record(run, settings, TrainingData.prepare(settings), folder);
      System.out.printf("%s %.1f s%n", run.id(), (System.nanoTime() - t) * 1e-9);
    }
  }
}
