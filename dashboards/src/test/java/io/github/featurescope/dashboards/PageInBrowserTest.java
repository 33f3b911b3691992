package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.listeners.RunSink;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageInBrowserTest {

  /** The charts of a run with everything in it; several runs and single samples are not. */
  private static final String CARDS =
      "document.querySelectorAll('main .plot:not([data-group=compare] *):not([data-group=suspects]"
          + " *)').length";

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
  void suspectsComeLiveAsPicturesWithBothLabels() throws Exception {
    try (LiveServer server = LiveServer.builder().start()) {
      RunSink sink = server.sink(SyntheticRun.PICTURES);
      SyntheticRun.events().subList(0, 3).forEach(sink::event);
      browser.open(server.uri());
      awaitProbes(2);
      assertThat(text("[data-group=suspects] .empty")).contains("no single samples");

      sink.event(SyntheticRun.suspects(1));
      browser.awaitTrue("document.querySelectorAll('.gallery img.pixels').length === 23");
      assertThat(count(".gallery figure")).isEqualTo(SyntheticRun.SUSPECTS);
      assertThat(text(".gallery figure:nth-child(2)")).contains("class 1", "class 4", "#7", "98 %");
      assertThat(text(".gallery figure:nth-child(1) .frame")).isEqualTo("no picture");
      assertThat(text("[data-group=suspects] .reading")).contains("398 of 1,000", "39.0 %");
    }
  }

  @Test
  void suspectsOfASavedRunAreInTheFile() throws Exception {
    List<ObjectNode> events = SyntheticRun.events();
    events.add(3, SyntheticRun.suspects(1));
    openReport(events, SyntheticRun.PICTURES);

    browser.awaitTrue("document.querySelectorAll('.gallery img.pixels').length === 23");
    assertThat(data("errors")).isEqualTo("0");
  }

  @Test
  void suspectsThatAreNoPicturesStandInATable() throws Exception {
    List<ObjectNode> events = SyntheticRun.events();
    events.add(3, SyntheticRun.suspects(1));
    openReport(events);

    assertThat(count(".scroll tbody tr")).isEqualTo(SyntheticRun.SUSPECTS);
    assertThat(text(".scroll tbody tr:nth-child(2)")).contains("class 1", "class 4", "98.0 %");
  }

  @Test
  void runsStandSideBySideAndCanBeChosen() throws Exception {
    try (LiveServer server = LiveServer.builder().catalogue(SyntheticRun.catalogue()).start()) {
      server.show(SyntheticRun.events(), null);
      List<ObjectNode> other = SyntheticRun.events().subList(0, 4);
      RunSink sink = server.sink();
      other.get(0).put("run", "the other");
      other.forEach(sink::event);
      browser.open(server.uri());
      browser.awaitTrue("document.documentElement.dataset.runs === '2'");
      awaitProbes(3);

      assertThat(text("#run-name")).isEqualTo("the other");
      assertThat(data("state")).isEqualTo("live");
      assertThat(count("#run-choice [role=radio]")).isEqualTo(2);
      assertThat(text("#compare-table tbody tr:nth-child(1)"))
          .contains(SyntheticRun.NAME, "memorising", "epoch 3");
      assertThat(text("#chart-compare-accuracy .keys")).contains(SyntheticRun.NAME, "the other");

      browser.evaluate("document.querySelector('#run-choice button').click()");
      assertThat(text("#run-name")).isEqualTo(SyntheticRun.NAME);
      assertThat(data("state")).isEqualTo("recorded");
      assertThat(data("probes")).isEqualTo(String.valueOf(SyntheticRun.EPOCHS + 1));

      browser.evaluate("document.querySelector('#compare-table tr:nth-child(2) input').click()");
      assertThat(text("#chart-compare-accuracy .keys")).doesNotContain("the other");
      assertThat(data("errors")).isEqualTo("0");
    }
  }

  @Test
  void oneRunIsComparedWithNothing() throws Exception {
    openReport(SyntheticRun.events());

    assertThat(browser.evaluate("document.getElementById('compare').offsetHeight").asInt())
        .isZero();
    assertThat(browser.evaluate("document.getElementById('runs').offsetHeight").asInt()).isZero();
  }

  @Test
  void whatIsMissingIsAGapAndSaysWhy() throws Exception {
    List<ObjectNode> events = SyntheticRun.events();
    for (int epoch = 10; epoch < 15; epoch++) {
      events.get(1 + epoch + (epoch > 11 ? 1 : 0)).withObject("/sets/train/dlr").removeAll();
    }
    for (ObjectNode event : events) {
      event.path("sets").forEach(set -> ((ObjectNode) set).remove("kernelTargetAlignment"));
      event
          .path("sets")
          .forEach(
              set ->
                  ((ObjectNode) set)
                      .withObject("/undefined")
                      .put("kernelTargetAlignment", "all features are equal"));
    }
    openReport(events);

    // The line is drawn as two.
    String line = "#chart-richness .canvas path[stroke-width=\"2.6\"]";
    String path =
        browser.evaluate("document.querySelector('" + line + "').getAttribute('d')").asText();
    assertThat(path.chars().filter(c -> c == 'M').count()).isEqualTo(2);
    assertThat(text("#chart-alignment .empty")).isEqualTo("Undefined here: all features are equal");
  }

  @Test
  void aChartIsReadWithTheKeyboard() throws Exception {
    openReport(SyntheticRun.events());
    press("#chart-loss .plot", "End");
    press("#chart-loss .plot", "ArrowLeft");
    assertThat(text("#chart-accuracy .at")).isEqualTo("epoch 29");
    press("#chart-loss .plot", "Enter");
    assertThat(text("#moment-text")).isEqualTo("epoch 29");
    press("#sets button", "ArrowRight");
    assertThat(text("#sets [aria-checked=true]")).isEqualTo("held out");
  }

  @Test
  void everythingThatCanBeUsedHasAName() throws Exception {
    List<ObjectNode> events = SyntheticRun.events();
    events.add(3, SyntheticRun.suspects(1));
    openReport(events, SyntheticRun.PICTURES);
    String unnamed =
        "[...document.querySelectorAll('button, input, a, img, [role=img], section')].filter(e =>"
            + " !(e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') || e.alt ||"
            + " e.textContent.trim())).map(e => e.outerHTML)";
    assertThat(browser.evaluate(unnamed)).isEmpty();
    assertThat(count("h1")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void textStandsOutFromWhatIsBehindIt(String theme) throws Exception {
    openReport(SyntheticRun.events());
    browser.evaluate("document.documentElement.dataset.theme = '" + theme + "'");
    String contrasts =
        "(() => { const of = (n) => getComputedStyle(document.documentElement).getPropertyValue('--'"
            + " + n).trim(); const light = (hex) => { const [r, g, b] = [1, 3, 5].map(i =>"
            + " parseInt(hex.slice(i, i + 2), 16) / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v +"
            + " 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b }; const ratio ="
            + " (a, b) => { const [x, y] = [light(of(a)), light(of(b))].sort((p, q) => q - p); return"
            + " (x + 0.05) / (y + 0.05) }; const pairs = []; for (const t of ['text', 'soft', 'muted',"
            + " 'signal', 'noise', 'onset', 'clean', 'best']) for (const g of ['bg', 'card'])"
            + " pairs.push([t, g, 4.5]); for (const t of ['signal', 'noise', 'onset', 'clean', 'best'])"
            + " pairs.push([t, t + '-soft', 4.5]); pairs.push(['soft', 'calm-soft', 4.5]); for (const t"
            + " of ['train', 'heldout', 'test', 'other', 'run-1', 'run-2', 'run-3', 'run-4', 'run-5',"
            + " 'run-6', 'run-7', 'run-8']) pairs.push([t, 'card', 3]); return pairs.filter(([a, b, m])"
            + " => !(ratio(a, b) >= m)).map(([a, b]) => a + ' on ' + b + ': ' + ratio(a, b)) })()";
    // WCAG 2.2 AA: 4.5 for text, 3 for what is drawn.
    assertThat(browser.evaluate(contrasts)).isEmpty();
  }

  @Test
  void theTokenDoesNotStayInTheAddress() throws Exception {
    try (LiveServer server = LiveServer.builder().randomToken().start()) {
      SyntheticRun.events().subList(0, 6).forEach(server::publish);
      browser.open(server.uri());
      awaitProbes(5);
      assertThat(browser.evaluate("location.href").asText()).doesNotContain("token");
    }
  }

  @Test
  void pageFindsAnotherRunOnTheSamePort() throws Exception {
    int port;
    try (LiveServer first = LiveServer.builder().start()) {
      port = first.port();
      SyntheticRun.events().subList(0, 6).forEach(first::publish);
      browser.open(first.uri());
      awaitProbes(5);
    }
    List<ObjectNode> other = SyntheticRun.events().subList(0, 3);
    other.get(0).put("run", "another run");
    try (LiveServer second = LiveServer.builder().port(port).start()) {
      other.forEach(second::publish);
      browser.awaitTrue("document.getElementById('run-name').textContent === 'another run'");
      awaitProbes(2);
      assertThat(data("runs")).isEqualTo("1");
    }
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
        List.of(
            "signalNoise",
            "sets",
            "layers",
            "verdict",
            "cost",
            "stage",
            "changes",
            "score",
            "elapsed"));
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
      // No chart is wider than its card either.
      browser.awaitTrue(
          "[...document.querySelectorAll('.canvas svg')].every(s => s.getBoundingClientRect().right"
              + " <= innerWidth)");
    } finally {
      browser.resize(1400, 900);
    }
  }

  private static int count(String selector) {
    return browser.evaluate("document.querySelectorAll('" + selector + "').length").asInt();
  }

  private void openReport(List<ObjectNode> events) throws Exception {
    openReport(events, null);
  }

  private void openReport(List<ObjectNode> events, SamplePictures pictures) throws Exception {
    Path file = folder.resolve("report.html");
    HtmlReport.of(SyntheticRun.catalogue()).run(events, pictures).write(file);
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

  private static void press(String selector, String key) {
    browser.evaluate(
        "document.querySelector('"
            + selector
            + "').dispatchEvent(new KeyboardEvent('keydown', { key: '"
            + key
            + "', bubbles: true, cancelable: true }))");
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
