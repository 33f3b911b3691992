package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.featurescope.listeners.FeatureScope;
import io.github.featurescope.listeners.MetricCatalogue;
import io.github.featurescope.listeners.RunLog;
import io.github.featurescope.listeners.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a person sees it while a network trains. */
class TrainingInBrowserTest {

  private static final int MOST_EPOCHS = 60;

  private static Chromium browser;
  @TempDir Path folder;

  @BeforeAll
  static void startBrowser() throws Exception {
    Optional<Path> program = Chromium.find();
    assumeTrue(
        program.isPresent(), "No chromium on the PATH: the page was not opened in a browser.");
    browser = Chromium.start(program.get());
  }

  @AfterAll
  static void stopBrowser() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void pageFollowsARunIntoStageTwoAndIsSavedWhole() throws Exception {
    RealTraining training = new RealTraining(128);
    Path log = folder.resolve("run.jsonl");
    List<String> verdicts = new ArrayList<>();
    browser.watchConsole();
    try (LiveServer server = LiveServer.builder().catalogue(MetricCatalogue.json()).start()) {
      browser.open(server.uri());
      try (FeatureScope scope =
          training.watch("real").runLog(log).sink(server.sink()).allLayers().start()) {
        int[] epoch = {0};
        training.fit(
            MOST_EPOCHS,
            () -> {
              awaitProbes(++epoch[0]);
              String shown = data("verdict");
              if (verdicts.isEmpty() || !verdicts.get(verdicts.size() - 1).equals(shown)) {
                verdicts.add(shown);
              }
              return !(isMemorising(scope) && shown.equals("MEMORISING_NOISE"));
            });
        assertThat(isMemorising(scope)).as("the run reached Stage II").isTrue();
        assertThat(text("#strip")).contains("Stage II");
        assertThat(count(".scroll tbody tr")).isEqualTo(24);
      }
      browser.awaitTrue("document.documentElement.dataset.state === 'ended'");
      assertThat(verdicts).startsWith("UNDECIDED").contains("LEARNING_SIGNAL");
      assertThat(verdicts).endsWith("MEMORISING_NOISE");
      assertAllChartsAreFilled();
      assertThat(browser.complaints()).isEmpty();
    }

    Path saved = folder.resolve("report.html");
    HtmlReport.fromRunLog(log, MetricCatalogue.json(), saved);
    browser.watchConsole();
    browser.open(saved.toUri());
    browser.awaitTrue("document.documentElement.dataset.state === 'saved'");
    assertThat(data("verdict")).isEqualTo("MEMORISING_NOISE");
    assertThat(Integer.parseInt(data("probes"))).isEqualTo(probes(log));
    assertAllChartsAreFilled();
    assertThat(browser.evaluate("performance.getEntriesByType('resource').length").asInt())
        .isZero();
    assertThat(browser.complaints()).isEmpty();
  }

  private static boolean isMemorising(FeatureScope scope) {
    return scope.latest().map(last -> last.stage() == Stage.STAGE_TWO).orElse(false);
  }

  private static int probes(Path log) {
    return (int)
        RunLog.read(log).stream().filter(e -> e.path("event").asText().equals("probe")).count();
  }

  private static void assertAllChartsAreFilled() {
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('.plot.void')].filter(p =>"
                        + " p.getClientRects().length).map(p => p.textContent)")
                .toString())
        .isEqualTo("[]");
    assertThat(Integer.parseInt(data("charts"))).isGreaterThan(20);
    assertThat(data("errors")).isEqualTo("0");
  }

  private static void awaitProbes(int count) throws Exception {
    browser.awaitTrue("document.documentElement.dataset.probes === '" + count + "'");
  }

  private static String data(String key) {
    return browser.evaluate("document.documentElement.dataset." + key).asText();
  }

  private static int count(String selector) {
    return browser.evaluate("document.querySelectorAll('" + selector + "').length").asInt();
  }

  private static String text(String selector) {
    return browser.evaluate("document.querySelector('" + selector + "').textContent").asText();
  }
}
