package io.github.featurescope.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the live page of finished runs as one HTML file that needs neither server nor network.
 *
 * <pre>{@code
 * HtmlReport.of(MetricCatalogue.json())
 *     .runLog(Path.of("runs/a/run.jsonl"), SamplePictures.in(Path.of("runs/a/pictures")))
 *     .runLog(Path.of("runs/b/run.jsonl"), null)
 *     .write(Path.of("comparison.html"));
 * }</pre>
 *
 * <p>Of very long runs the file holds what the live page would: at most 4,096 events and 32 MiB of
 * their JSON, of at most 32 runs, and 8 MiB of pictures.
 */
public final class HtmlReport {

  private final ReportData data;

  private HtmlReport(ReportData data) {
    this.data = data;
  }

  /**
   * Begins a report without a run.
   *
   * @param catalogue the metric catalogue, an array
   * @return the report
   */
  public static HtmlReport of(JsonNode catalogue) {
    return new HtmlReport(ReportData.of(catalogue));
  }

  /**
   * Adds a run.
   *
   * @param events the events of the run, oldest first
   * @param pictures of its suspicious samples, or null
   * @return this report
   */
  public HtmlReport run(List<? extends JsonNode> events, @Nullable SamplePictures pictures) {
    data.add(events, pictures);
    return this;
  }

  /**
   * Adds the run of a log; lines that are no event, as a killed run may leave one at its end, are
   * left out, and the report says how many.
   *
   * @param runLog a file with one JSON event a line
   * @param pictures of its suspicious samples, or null
   * @return this report
   * @throws IOException if the log cannot be read or holds no event
   */
  public HtmlReport runLog(Path runLog, @Nullable SamplePictures pictures) throws IOException {
    if (!data.addRunLog(runLog, pictures)) {
      throw new IOException(
          runLog + " holds no event of a run; give the run.jsonl that a run has written.");
    }
    return this;
  }

  /**
   * Writes the report; an earlier file is replaced in one step or stays as it was.
   *
   * @param file where to write it
   * @throws IOException if the file cannot be written
   */
  public void write(Path file) throws IOException {
    replace(file, Page.load().standalone(data.json()));
  }

  /**
   * Writes the report of one run without pictures.
   *
   * @param file where to write it
   * @param catalogue the metric catalogue, an array
   * @param events the events of the run, oldest first
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, JsonNode catalogue, List<? extends JsonNode> events)
      throws IOException {
    of(catalogue).run(events, null).write(file);
  }

  /**
   * Writes the report of one run log without pictures; see {@link #runLog}.
   *
   * @param runLog a file with one JSON event a line
   * @param catalogue the metric catalogue, an array
   * @param file where to write the report
   * @throws IOException if the log cannot be read or holds no event, or the file cannot be written
   */
  public static void fromRunLog(Path runLog, JsonNode catalogue, Path file) throws IOException {
    of(catalogue).runLog(runLog, null).write(file);
  }

  private static void replace(Path file, String html) throws IOException {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null) {
      throw new IOException(file + " is a folder; give the name of an HTML file.");
    }
    Files.createDirectories(folder);
    // Not a file of createTempFile: that one could be read by its owner only.
    Path temporary = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      Files.writeString(temporary, html, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try {
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException ignored) {
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
