package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageInBrowserTest {

  private static final String CARDS = "document.querySelectorAll('.plot').length";

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
  void livePageFillsAllChartsAndTurnsWithTheRun() throws Exception {
    List<ObjectNode> events = SyntheticRun.events();
    try (LiveServer server = LiveServer.builder().catalogue(SyntheticRun.catalogue()).start()) {
      browser.open(server.uri());
      browser.awaitTrue("document.documentElement.dataset.state === 'waiting'");
      assertThat(data("charts")).isEqualTo("0");

      server.publish(events.get(0));
      browser.awaitTrue("document.documentElement.dataset.state === 'live'");
      assertThat(text(".verdict h2")).isEqualTo("Waiting for the first probe");

      events.subList(1, 1 + SyntheticRun.TURN).forEach(server::publish);
      awaitProbes(SyntheticRun.TURN);
      assertThat(data("verdict")).isEqualTo("LEARNING_SIGNAL");

      events.subList(1 + SyntheticRun.TURN, 2 + SyntheticRun.TURN).forEach(server::publish);
      awaitProbes(SyntheticRun.TURN + 1);
      assertThat(data("verdict")).isEqualTo("ONSET");
      assertThat(text(".verdict h2")).isEqualTo("Onset of memorisation");
      assertThat(text("#goback")).contains("best epoch to go back to");

      events.subList(2 + SyntheticRun.TURN, events.size()).forEach(server::publish);
      browser.awaitTrue("document.documentElement.dataset.state === 'ended'");
      assertThat(data("verdict")).isEqualTo("MEMORISING_NOISE");
      assertThat(data("charts")).isEqualTo(browser.evaluate(CARDS).asText());
      assertThat(data("probes")).isEqualTo(String.valueOf(SyntheticRun.EPOCHS + 1));
      assertThat(text("#goback strong")).isEqualTo(String.valueOf(SyntheticRun.PEAK));
      assertThat(data("errors")).isEqualTo("0");
    }
  }

  @Test
  void signsThatDecideStandOutAndTheOthersAreFolded() throws Exception {
    openReport(SyntheticRun.events());

    assertThat(count("#signs .sign")).isEqualTo(3);
    assertThat(text("#evidence-sum")).contains("3 of 3 signs that decide speak for memorising");
    assertThat(text("#signs .sign:nth-child(1)"))
        .contains("Agreement of epochs", "held out", "at epoch 3", "of 0.015 tolerated");
    assertThat(text("#signs .sign:nth-child(2)"))
        .contains("Training fit beyond held out", "of 0.100 tolerated")
        .doesNotContain("epoch 0");
    assertThat(text("#signs .sign:nth-child(3)")).contains("Labels among the last classes");
    assertThat(browser.evaluate("document.getElementById('drifts').open").asBoolean()).isFalse();
    assertThat(count("#drift-rows tbody tr")).isEqualTo(3);
  }

  @Test
  void aRunThatWasStoppedSaysThatItsBestIsPutBack() throws Exception {
    List<ObjectNode> events = SyntheticRun.events();
    ObjectNode end = events.get(events.size() - 1);
    end.putObject("stopped").put("epoch", 8).put("iteration", 320);
    end.putObject("restored").put("epoch", 3).put("iteration", 120);
    openReport(events);

    assertThat(text("#verdict-title")).isEqualTo("Stopped, best epoch put back");
    assertThat(text("#verdict-text"))
        .contains("stopped at epoch 8", "parameters of epoch 3 again")
        .doesNotContain("Go back");
    assertThat(text("#goback")).contains("are back").doesNotContain("to go back to");
    assertThat(data("outcome")).isEqualTo("restored");
  }

  @Test
  void aRunThatActsDoesNotAskForWhatItDoesItself() throws Exception {
    List<ObjectNode> events = SyntheticRun.events();
    events.get(0).withObject("/settings").put("stop", "act");
    openReport(events.subList(0, events.size() - 1));

    assertThat(text("#verdict-text")).contains("being stopped").doesNotContain("go back");
  }

  @Test
  void learningSaysHowManySignsSpeak() throws Exception {
    openReport(SyntheticRun.events().subList(0, 1 + SyntheticRun.TURN));

    assertThat(text("#verdict-text")).contains("2 of 3 signs speak");
  }

  @Test
  void cleanRunSaysSo() throws Exception {
    List<ObjectNode> events = SyntheticRun.events();
    for (ObjectNode event : events) {
      event.putNull("stage");
      if (event.path("epoch").asInt() > 10 && event.has("verdict")) {
        event.withObject("/verdict").put("state", "CLEAN");
      }
    }
    events.remove(events.size() - 1);
    openReport(events);

    assertThat(data("verdict")).isEqualTo("CLEAN");
    assertThat(text(".verdict h2")).isEqualTo("Labels fitted, no sign of wrong ones");
    assertThat(text("#strip")).contains("Fitted, labels look right");
    assertThat(data("errors")).isEqualTo("0");
  }

  @Test
  void chartsHoldLinesAndSayHowToReadThem() throws Exception {
    openReport(SyntheticRun.events());
    assertThat(
            browser
                .evaluate("document.querySelectorAll('#chart-accuracy svg path').length")
                .asInt())
        .isGreaterThan(3);
    assertThat(text("#chart-dimension .reading")).contains("directions");
    assertThat(text("#chart-accuracy .keys")).contains("test, true labels");
  }

  @Test
  void pageFindsItsRunAgainAfterTheServerWasGone() throws Exception {
    List<ObjectNode> events = SyntheticRun.events();
    int port;
    try (LiveServer first = LiveServer.builder().start()) {
      port = first.port();
      events.subList(0, 6).forEach(first::publish);
      browser.open(first.uri());
      awaitProbes(5);
    }
    browser.awaitTrue("document.documentElement.dataset.state === 'disconnected'");
    try (LiveServer second = LiveServer.builder().port(port).start()) {
      events.subList(0, 9).forEach(second::publish);
      awaitProbes(8);
      assertThat(data("state")).isEqualTo("live");
      assertThat(data("errors")).isEqualTo("0");
    }
  }

  @Test
  void pointingAtOneChartShowsTheMomentInAll() throws Exception {
    openReport(SyntheticRun.events());
    pointAt("#chart-accuracy", 0.5);
    String at = text("#chart-accuracy .at");
    assertThat(at).startsWith("epoch 1");
    assertThat(text("#chart-loss .at")).isEqualTo(at);
    assertThat(browser.evaluate("document.querySelectorAll('#chart-loss .dot').length").asInt())
        .isEqualTo(3);
  }

  @Test
  void sliderAndSetChangeTheSpectrum() throws Exception {
    openReport(SyntheticRun.events());
    browser.evaluate(
        "const s = document.getElementById('moment'); s.value = 4; s.dispatchEvent(new Event('input'));"
            + "document.querySelectorAll('#sets button')[2].click()");
    assertThat(text("#chart-spectrum .at")).isEqualTo("test, epoch 4");
    assertThat(text("#moment-text")).isEqualTo("epoch 4");
  }

  @Test
  void probeWithoutReportsLeavesEmptyChartsAndNoError() throws Exception {
    ObjectNode bare = SyntheticRun.events().get(2);
    bare.remove(
        List.of("sets", "layers", "verdict", "cost", "stage", "changes", "score", "elapsed"));
    openReport(List.of(SyntheticRun.events().get(0), bare));
    assertThat(data("charts")).isEqualTo("0");
    assertThat(data("errors")).isEqualTo("0");
    assertThat(text("#chart-loss .empty")).isEqualTo("This run does not measure it.");
  }

  @Test
  void layersAreComparedOverDepth() throws Exception {
    openReport(SyntheticRun.events());
    assertThat(text("#chart-layer-richness .canvas")).contains(SyntheticRun.LAYERS);
    pointAt("#chart-layer-richness", 0.5);
    assertThat(text("#chart-layer-richness .at")).contains("block2.conv");
    assertThat(text("#chart-layer-alignment .at")).contains("block2.conv");
    assertThat(text("#chart-layer-richness .reading")).contains("depth");
  }

  @Test
  void runWithoutInnerLayersHasNoSectionForThem() throws Exception {
    List<ObjectNode> events = SyntheticRun.events();
    events.forEach(event -> event.remove("layers"));
    openReport(events);
    assertThat(data("errors")).isEqualTo("0");
    assertThat(browser.evaluate("document.getElementById('layers').offsetHeight").asInt()).isZero();
  }

  @Test
  void runWithoutTrueLabelsTellsItsRegimeFromTheVerdict() throws Exception {
    List<ObjectNode> events = SyntheticRun.events();
    for (ObjectNode event : events) {
      event.putNull("stage");
      event.path("sets").forEach(set -> ((ObjectNode) set).remove("wrongLabels"));
    }
    openReport(events);
    assertThat(data("errors")).isEqualTo("0");
    assertThat(text("#chart-wrong-labels .empty")).contains("No mislabelled samples are known");
    assertThat(text("#strip")).contains("Learning signal", "Onset of memorisation", "Memorising");
    assertThat(text("#chart-accuracy .keys")).contains("test, labels as given");
  }

  @Test
  void severalProbesInAnEpochAreShownOverIterations() throws Exception {
    List<ObjectNode> events = SyntheticRun.events().subList(0, 6);
    for (int i = 1; i < events.size(); i++) {
      events.get(i).put("epoch", 0);
    }
    openReport(events);
    assertThat(data("errors")).isEqualTo("0");
    assertThat(text("#moment-text")).isEqualTo("iteration 160");
  }

  @Test
  void nothingIsWiderThanAPhone() throws Exception {
    browser.resize(390, 844);
    try {
      openReport(SyntheticRun.events());
      assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
          .isLessThanOrEqualTo(390);
    } finally {
      browser.resize(1400, 900);
    }
  }

  private static int count(String selector) {
    return browser.evaluate("document.querySelectorAll('" + selector + "').length").asInt();
  }

  private void openReport(List<ObjectNode> events) throws Exception {
    Path file = folder.resolve("report.html");
    HtmlReport.write(file, SyntheticRun.catalogue(), events);
    browser.open(file.toUri());
    browser.awaitTrue(
        "location.protocol === 'file:' && document.documentElement.dataset.state === 'saved'"
            + " && document.readyState === 'complete'");
  }

  private static void pointAt(String chart, double place) {
    browser.evaluate(
        "{ const plot = document.querySelector('"
            + chart
            + " .plot'); const box = plot.getBoundingClientRect(); plot.dispatchEvent(new"
            + " PointerEvent('pointermove', { clientX: box.left + box.width * "
            + place
            + ", clientY: box.top + 100 })) }");
  }

  private static void awaitProbes(int count) throws Exception {
    browser.awaitTrue("document.documentElement.dataset.probes === '" + count + "'");
  }

  private static String data(String key) {
    return browser.evaluate("document.documentElement.dataset." + key).asText();
  }

  private static String text(String selector) {
    return browser.evaluate("document.querySelector('" + selector + "').textContent").asText();
  }
}
