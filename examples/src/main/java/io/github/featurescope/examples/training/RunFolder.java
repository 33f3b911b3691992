package io.github.featurescope.examples.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.dashboards.HtmlReport;
import io.github.featurescope.dashboards.LiveServer;
import io.github.featurescope.dashboards.SamplePictures;
import io.github.featurescope.examples.InputException;
import io.github.featurescope.listeners.MetricCatalogue;
import io.github.featurescope.listeners.RunLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;

/** The folder in which a run leaves its log, its model, its summary and its report. */
public final class RunFolder {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path folder;

  private RunFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes the folder of a new run.
   *
   * @param folder where
   * @return the folder
   * @throws InputException if it holds a run already or cannot be written
   */
  public static RunFolder create(Path folder) {
    RunFolder made = new RunFolder(folder);
    if (Files.exists(made.log())) {
      throw new InputException(
          "--out "
              + folder
              + ": there is a run in it already, which is kept; choose another folder");
    }
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".write", ".test"));
    } catch (IOException e) {
      throw new InputException(
          "--out " + folder + ": cannot be written (" + e + "); choose another folder", e);
    }
    return made;
  }

  /**
   * Opens the folder of a run.
   *
   * @param folder where
   * @return the folder
   * @throws InputException if there is no run log in it
   */
  public static RunFolder open(Path folder) {
    RunFolder opened = new RunFolder(folder);
    if (!Files.isRegularFile(opened.log())) {
      throw new InputException(
          folder + ": there is no run.jsonl in it; name the folder of a run, such as runs/a");
    }
    return opened;
  }

  /**
   * Returns the folder's path.
   *
   * @return as given
   */
  public Path path() {
    return folder;
  }

  /**
   * Returns the file of the run log.
   *
   * @return {@code run.jsonl} in the folder
   */
  public Path log() {
    return folder.resolve("run.jsonl");
  }

  /**
   * Returns the file of the report.
   *
   * @return {@code report.html} in the folder
   */
  public Path report() {
    return folder.resolve("report.html");
  }

  /**
   * Returns the folder with pictures of suspicious samples.
   *
   * @return {@code pictures} in the folder; missing where the samples are none
   */
  public Path pictures() {
    return folder.resolve("pictures");
  }

  /**
   * Returns the file of the trained model.
   *
   * @return {@code model.zip} in the folder
   */
  public Path model() {
    return folder.resolve("model.zip");
  }

  /**
   * Writes {@code model.zip}, whole or not at all.
   *
   * @param model with the state of its optimiser, so that training can go on
   */
  public void writeModel(Model model) {
    try {
      Path temporary = Files.createTempFile(folder, "model", ".tmp");
      ModelSerializer.writeModel(model, temporary.toFile(), true);
      Files.move(temporary, model(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write model.zip in " + folder, e);
    }
  }

  /**
   * Writes {@code summary.json}, whole or not at all.
   *
   * @param values nested maps
   */
  public void writeSummary(Map<String, Object> values) {
    try {
      Path temporary = Files.createTempFile(folder, "summary", ".tmp");
      MAPPER.writeValue(temporary.toFile(), values);
      Files.move(temporary, folder.resolve("summary.json"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write summary.json in " + folder, e);
    }
  }

  /**
   * Writes {@code report.html} from the run log.
   *
   * @throws InputException if the log holds no event or the report cannot be written
   */
  public void writeReport() {
    try {
      addTo(HtmlReport.of(MetricCatalogue.json())).write(report());
    } catch (IOException e) {
      throw new InputException("no report.html in " + folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * Writes one page on which runs stand side by side.
   *
   * @param runs their folders
   * @param page the file to write
   * @throws InputException if a log holds no event or the page cannot be written
   */
  public static void writeComparison(List<RunFolder> runs, Path page) {
    HtmlReport report = HtmlReport.of(MetricCatalogue.json());
    try {
      for (RunFolder run : runs) {
        run.addTo(report);
      }
      report.write(page);
    } catch (IOException e) {
      throw new InputException("no " + page + ": " + e.getMessage(), e);
    }
  }

  private HtmlReport addTo(HtmlReport report) throws IOException {
    return report.runLog(log(), SamplePictures.in(pictures()));
  }

  /**
   * Shows the recorded run on a live page, beside others.
   *
   * @param server the page
   * @throws InputException if the log holds no event
   */
  public void showOn(LiveServer server) {
    List<ObjectNode> events = RunLog.read(log());
    if (events.isEmpty()) {
      throw new InputException(log() + " holds no event of a run, so there is nothing to show");
    }
    server.show(events, SamplePictures.in(pictures()));
  }
}
