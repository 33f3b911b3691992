package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.featurescope.listeners.MetricCatalogue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Takes pictures of a run's report in both themes, for a laptop and a phone, when asked to.
 *
 * <pre>mvn -B -pl dashboards -am verify -Dtest=PageScreenshotsTest
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dfeaturescope.screenshots.run=RUN
 *     -Dfeaturescope.screenshots.to=FOLDER</pre>
 *
 * <p>The README shows {@code light-1280.png} cut to its upper part.
 */
class PageScreenshotsTest {

  private static final int UPPER_PART = 1200;

  @Test
  void picturesOfAReport() throws Exception {
    String run = System.getProperty("featurescope.screenshots.run", "");
    Path to = Path.of(System.getProperty("featurescope.screenshots.to", "target/screenshots"));
    assumeTrue(!run.isEmpty(), "No run was named, so no pictures were taken.");
    Optional<Path> program = Chromium.find();
    assumeTrue(program.isPresent(), "No chromium on the PATH: no pictures were taken.");
    Files.createDirectories(to);
    Path report = to.resolve("report.html");
    HtmlReport.of(MetricCatalogue.json())
        .runLog(Path.of(run, "run.jsonl"), SamplePictures.in(Path.of(run, "pictures")))
        .write(report);
    try (Chromium browser = Chromium.start(program.get())) {
      for (String theme : new String[] {"light", "dark"}) {
        for (int width : new int[] {1280, 390}) {
          browser.resize(width, 900);
          browser.open(java.net.URI.create(report.toUri() + "?theme=" + theme));
          browser.awaitTrue(
              "document.documentElement.dataset.theme === '"
                  + theme
                  + "' && innerWidth === "
                  + width
                  + " && document.documentElement.dataset.state === 'saved'");
          Thread.sleep(1000); // the charts follow the width of their cards a moment later
          int height = browser.evaluate("document.documentElement.scrollHeight").asInt();
          browser.screenshot(to.resolve(theme + "-" + width + ".png"), width, height);
          browser.screenshot(
              to.resolve(theme + "-" + width + "-top.png"), width, Math.min(UPPER_PART, height));
          assertThat(to.resolve(theme + "-" + width + ".png")).isNotEmptyFile();
        }
      }
    }
  }
}
