package io.github.featurescope.examples.reproductions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/**
 * What the logs say of several runs, left as a table and as a picture.
 *
 * @param file name of both, without extension
 * @param title what the runs have in common
 * @param runs all of one length, and each name with the same seeds
 */
record Curves(String file, String title, List<RunCurve> runs) {

  void write() {
    try {
      Files.createDirectories(WatchedTraining.FOLDER);
      Files.writeString(WatchedTraining.FOLDER.resolve(file + ".csv"), table());
      ImageIO.write(
          new CurvePicture(title, groups()).draw(),
          "png",
          WatchedTraining.FOLDER.resolve(file + ".png").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String table() {
    StringBuilder table =
        new StringBuilder("run,seed,epoch,set,accuracy,dlr,dlr_literal,isotropic\n");
    for (RunCurve run : runs) {
      for (int epoch = 0; epoch < run.probes().size(); epoch++) {
        for (String set : WatchedTraining.SETS) {
          table.append(
              String.format(
                  Locale.ROOT,
                  "%s,%d,%d,%s,%.4f,%.4f,%.4f,%.4f%n",
                  run.name(),
                  run.seed(),
                  epoch,
                  set,
                  run.at(epoch, set, RunCurve.ACCURACY),
                  run.at(epoch, set, RunCurve.DLR),
                  run.at(epoch, set, RunCurve.LITERAL),
                  run.at(epoch, set, RunCurve.ISOTROPIC)));
        }
      }
    }
    return table.toString();
  }

  /** The end of every run in words. */
  String summary() {
    StringBuilder text = new StringBuilder(title).append('\n');
    for (RunCurve run : runs) {
      text.append(run.name()).append(", seed ").append(run.seed()).append(':');
      for (String set : WatchedTraining.SETS) {
        text.append(
            String.format(
                Locale.ROOT,
                " %s accuracy %.3f, D_LR %.4f (literal %.4f);",
                set,
                run.last(set, RunCurve.ACCURACY),
                run.last(set, RunCurve.DLR),
                run.last(set, RunCurve.LITERAL)));
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** The mean over the seeds of a value after the last epoch. */
  double mean(String name, String set, String path) {
    return groups().get(name).stream()
        .mapToDouble(run -> run.last(set, path))
        .average()
        .orElseThrow();
  }

  private Map<String, List<RunCurve>> groups() {
    return runs.stream()
        .collect(Collectors.groupingBy(RunCurve::name, LinkedHashMap::new, Collectors.toList()));
  }
}
