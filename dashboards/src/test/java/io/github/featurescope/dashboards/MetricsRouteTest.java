package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MetricsRouteTest {

  private final AtomicInteger scrapes = new AtomicInteger();
  private final AtomicLong millis = new AtomicLong();
  private final MetricsRoute route =
      MetricsRoute.of(
          type -> type.substring(0, 4) + scrapes.incrementAndGet(), () -> millis.get() * 1_000_000);

  private String scrape(String type) {
    return new String(route.text(type), StandardCharsets.UTF_8);
  }

  @Test
  void manyScrapersCostNoMoreThanFourASecond() {
    for (int i = 0; i < 1000; i++) {
      millis.set(i);
      scrape(MetricsRoute.PROMETHEUS);
    }
    assertThat(scrapes.get()).isEqualTo(4);
  }

  @Test
  void isNeverOlderThanAQuarterOfASecond() {
    scrape(MetricsRoute.PROMETHEUS);
    millis.set(250);
    assertThat(scrape(MetricsRoute.PROMETHEUS)).isEqualTo("text2");
  }

  @Test
  void keepsTheFormsApart() {
    assertThat(scrape(MetricsRoute.PROMETHEUS)).isEqualTo("text1");
    assertThat(scrape(MetricsRoute.OPEN_METRICS)).isEqualTo("appl2");
  }
}
