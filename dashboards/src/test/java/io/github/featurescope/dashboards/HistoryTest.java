package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {

  @Test
  void staysWithinItsNumberOfEvents() {
    History history = new History(100, 1 << 20);
    for (int i = 0; i < 10_000; i++) {
      history.append("", new byte[10], false);
      assertThat(history.all().size()).isLessThanOrEqualTo(100);
    }
  }

  @Test
  void staysWithinItsBytes() {
    History history = new History(10_000, 5_000);
    for (int i = 0; i < 1_000; i++) {
      history.append("", new byte[100], false);
    }
    assertThat(history.all().stream().mapToLong(entry -> entry.frame().size()).sum())
        .isLessThanOrEqualTo(5_000);
  }

  @Test
  void keepsTheNewestAndWhatMustStay() {
    History history = new History(16, 1 << 20);
    for (int i = 1; i <= 1_000; i++) {
      history.append("", new byte[1], i == 1 || i == 500);
    }
    assertThat(history.all()).extracting(History.Entry::id).contains(1L, 500L, 1_000L).isSorted();
  }

  @Test
  void readsOnAfterAnEventThatWasLeftOut() throws Exception {
    History history = new History(16, 1 << 20);
    for (int i = 1; i <= 100; i++) {
      history.append("", new byte[1], false);
    }
    List<History.Entry> all = history.all();
    assertThat(history.between(all.get(0).id() + 1, 100, 3)).isEqualTo(all.subList(1, 4));
  }

  @Test
  void givesUpWaitingWhenClosed() throws Exception {
    History history = new History();
    history.close();
    assertThat(history.await(0, Long.MAX_VALUE / 1_000_000)).isTrue();
    assertThat(history.between(0, Long.MAX_VALUE, 1)).isEmpty();
  }
}
