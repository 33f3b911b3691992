package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person reads first: verdict, bars and key figures. */
class VerdictInBrowserTest {

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

  @ParameterizedTest
  @ValueSource(doubles = {0.9255, 0.1445, 0.925, 0.0005, 0.99995, 0.2, 0.0615, 1.0})
  void percentagesAreThoseOfTheConsole(double share) throws Exception {
    openReport(SyntheticRun.events());

    // Below one per cent the page shows two digits, the console one.
    String digits = share < 0.00995 ? "%.2f" : "%.1f";
    assertThat(browser.evaluate("FS.format.percent(" + share + ")").asText())
        .isEqualTo(String.format(Locale.ROOT, digits + " %%", 100 * share));
  }

  @Test
  void aFallRoundsLikeARise() throws Exception {
    openReport(SyntheticRun.events());

    assertThat(browser.evaluate("FS.format.percent(-0.9255)").asText()).isEqualTo("−92.6 %");
    assertThat(browser.evaluate("FS.format.percent(1e-9)").asText()).isEqualTo("0.00 %");
  }

  @Test
  void aRunWhoseProbesFailIsNotCalledTooEarly() throws Exception {
    List<ObjectNode> events = new ArrayList<>(SyntheticRun.events().subList(0, 2));
    ObjectNode failure = SyntheticRun.events().get(13);
    assertThat(failure.path("event").asText()).isEqualTo("failure");
    events.add(failure.put("message", "features: all values are NaN; training has diverged"));
    openReport(events);

    assertThat(text("#verdict-title")).isEqualTo("No verdict: probes fail");
    assertThat(text("#verdict-text")).contains("epoch 11", "training has diverged");
  }

  @Test
  void aFailureThatIsOverIsNoVerdict() throws Exception {
    List<ObjectNode> events = new ArrayList<>(SyntheticRun.events().subList(0, 3));
    events.add(1, SyntheticRun.events().get(13).put("iteration", 0).put("epoch", 0));
    openReport(events);

    assertThat(text("#verdict-title")).isEqualTo("Too early to tell");
  }

  @Test
  void costSaysWhatItIsAShareOf() throws Exception {
    List<ObjectNode> events = SyntheticRun.events();
    events.get(events.size() - 2).withObject("/cost").put("waitedShare", 0.034);
    openReport(events);

    assertThat(text(".tile:last-child p"))
        .contains("of the time trained", "waited 3.4 %", "31 probes");
  }

  @Test
  void costOfALogWithoutWaitingSaysNothingOfIt() throws Exception {
    openReport(SyntheticRun.events());

    assertThat(text(".tile:last-child p")).contains("of the time trained").doesNotContain("waited");
  }

  @Test
  void theCurveOfTheEpochTileHasAName() throws Exception {
    List<ObjectNode> events = SyntheticRun.events();
    openReport(events);
    assertThat(text(".tile:first-child p")).contains("curve: training score");

    events.forEach(event -> event.remove("score"));
    openReport(events);
    assertThat(text(".tile:first-child p")).doesNotContain("curve");
  }

  @Test
  void verdictAndTrueStageAreTwoThings() throws Exception {
    openReport(SyntheticRun.events());
    assertThat(text("#strip .between")).contains("without true labels", "true stage");

    List<ObjectNode> unknown = SyntheticRun.events();
    unknown.forEach(event -> event.putNull("stage"));
    openReport(unknown);
    assertThat(browser.evaluate("document.querySelectorAll('#strip .between').length").asInt())
        .isZero();
  }

  @Test
  void undecidedAndNoStageDifferByPatternToo() throws Exception {
    openReport(SyntheticRun.events());

    assertThat(pattern("s-none")).isEqualTo("none");
    assertThat(pattern("s-idle")).contains("repeating-linear-gradient");
  }

  @Test
  void onAPhoneTheVerdictIsSeenBeforeWhatTheRunIs() throws Exception {
    browser.resize(390, 844);
    try {
      openReport(SyntheticRun.events());
      String below =
          "document.getElementById('facts').getBoundingClientRect().top -"
              + " document.getElementById('verdict').getBoundingClientRect().bottom";
      assertThat(browser.evaluate(below).asDouble()).isNotNegative();
      // The heading is on the first screen.
      String bottom = "document.getElementById('verdict-title').getBoundingClientRect().bottom";
      assertThat(browser.evaluate(bottom).asDouble()).isLessThan(200);
    } finally {
      browser.resize(1400, 900);
    }
  }

  private static String pattern(String tone) {
    return browser
        .evaluate(
            "getComputedStyle(document.querySelector('.track .' + '" + tone + "')).backgroundImage")
        .asText();
  }

  private void openReport(List<ObjectNode> events) throws Exception {
    Path file = folder.resolve("report-" + System.nanoTime() + ".html");
    HtmlReport.of(SyntheticRun.catalogue()).run(events, null).write(file);
    browser.open(file.toUri());
    browser.awaitTrue(
        "location.href === '"
            + file.toUri()
            + "' && document.documentElement.dataset.state === 'saved'"
            + " && document.readyState === 'complete'");
  }

  private static String text(String selector) {
    return browser.evaluate("document.querySelector('" + selector + "').textContent").asText();
  }
}
