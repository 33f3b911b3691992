package io.github.featurescope.dashboards;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Knows the runs of one page by names of their own, and forgets the eldest when there are too many.
 */
final class Runs {

  /** More runs than this are not shown together. */
  static final int MAX_RUNS = 32;

  private static final String UNNAMED = "unnamed run";

  private final Map<String, Source> sources = new LinkedHashMap<>();
  private final Consumer<String> forgotten;

  private Runs(Consumer<String> forgotten) {
    this.forgotten = forgotten;
  }

  /**
   * Begins with none.
   *
   * @param forgotten is told the name of a run that is no longer shown
   */
  static Runs create(Consumer<String> forgotten) {
    return new Runs(forgotten);
  }

  /** Where the events of one run after the other come from. */
  static final class Source {

    private final @Nullable SamplePictures pictures;
    private final boolean recorded;
    private @Nullable String run;

    private Source(@Nullable SamplePictures pictures, boolean recorded) {
      this.pictures = pictures;
      this.recorded = recorded;
    }

    /** A run that trains. */
    static Source live(@Nullable SamplePictures pictures) {
      return new Source(pictures, false);
    }

    /** A run that has been recorded. */
    static Source recorded(@Nullable SamplePictures pictures) {
      return new Source(pictures, true);
    }
  }

  /**
   * Copies an event with the name of its run in it: the one that started last at this source. An
   * event before any start stays as it is.
   */
  synchronized ObjectNode named(Source source, ObjectNode event) {
    boolean start = event.path("event").asText().equals("start");
    if (start) {
      source.run = claim(source, event.path("run").asText(UNNAMED));
    }
    if (source.run == null) {
      return event;
    }
    ObjectNode named = event.objectNode();
    named.setAll(event); // not deep: it is written down at once
    named.put("run", source.run);
    if (start && source.recorded) {
      named.put("recorded", true);
    }
    if (source.pictures != null && event.path("event").asText().equals("suspects")) {
      named.put("pictures", true);
    }
    return named;
  }

  /** The run of an event that has been named; empty for one that has none. */
  static String of(ObjectNode named) {
    return named.path("run").asText();
  }

  /** Draws a sample of a run; empty where it is not known, is no picture or is too large. */
  Optional<byte[]> picture(String run, long id) throws IOException {
    Source source;
    synchronized (this) {
      source = sources.get(run);
    }
    if (source == null || source.pictures == null) {
      return Optional.empty();
    }
    return source.pictures.png(id).filter(png -> png.length <= SamplePictures.MAX_BYTES);
  }

  /** A run that goes on keeps its name; one that only has the same name gets another. */
  private String claim(Source source, String wanted) {
    String name = wanted;
    for (int i = 2; isOthers(name, source); i++) {
      name = wanted + " (" + i + ")";
    }
    sources.remove(name);
    sources.put(name, source);
    if (sources.size() > MAX_RUNS) {
      Iterator<String> eldest = sources.keySet().iterator();
      String gone = eldest.next();
      eldest.remove();
      forgotten.accept(gone);
    }
    return name;
  }

  private boolean isOthers(String name, Source source) {
    Source owner = sources.get(name);
    return owner != null && owner != source && (owner.recorded || source.recorded);
  }
}
