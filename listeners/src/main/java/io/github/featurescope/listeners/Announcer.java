package io.github.featurescope.listeners;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all sinks of a run; what they throw is counted and logged once. */
final class Announcer {

  private static final Logger logger = LoggerFactory.getLogger(Announcer.class);

  private final List<RunSink> sinks;
  private final AtomicInteger failures = new AtomicInteger();
  private boolean failureLogged;

  Announcer(List<RunSink> sinks) {
    this.sinks = List.copyOf(sinks);
  }

  /** Opened only after the first look, so that a model that cannot be watched leaves no file. */
  static Announcer opening(
      @Nullable Path runLog, List<MeterRegistry> registries, List<RunSink> sinks) {
    List<RunSink> opened = new ArrayList<>();
    if (runLog != null) {
      opened.add(RunLog.appendTo(runLog));
    }
    registries.forEach(registry -> opened.add(RunMeters.in(registry).sink()));
    opened.addAll(sinks);
    return new Announcer(opened);
  }

  /** Tells every sink in types and, from one and the same event, in JSON. */
  synchronized void tell(Consumer<RunSink> word, Supplier<ObjectNode> written) {
    each(word);
    try {
      ObjectNode event = written.get();
      each(sink -> sink.event(event));
    } catch (RuntimeException e) {
      note("the run's events", e);
    }
  }

  /** Tells every sink in types alone. */
  synchronized void each(Consumer<RunSink> word) {
    for (RunSink sink : sinks) {
      try {
        word.accept(sink);
      } catch (Throwable e) { // a sink's trouble is not training's
        note(sink, e);
      }
    }
  }

  /** Whether the samples have to be ranked. */
  boolean anyWantsSuspects() {
    return sinks.stream().anyMatch(RunSink::wantsSuspects);
  }

  /** Counts what failed beside training, and logs the first. */
  void note(Object what, Throwable e) {
    failures.incrementAndGet();
    if (!failureLogged) {
      failureLogged = true;
      logger.warn("{} failed; training goes on, further failures are only counted", what, e);
    }
  }

  /** Counts what failed elsewhere. */
  void count() {
    failures.incrementAndGet();
  }

  int failures() {
    return failures.get();
  }
}
