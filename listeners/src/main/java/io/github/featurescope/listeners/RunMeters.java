package io.github.featurescope.listeners;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows runs in Micrometer registries that somebody else owns, such as Spring Boot's.
 *
 * <pre>{@code
 * RunMeters meters = RunMeters.create();         // in Spring Boot, a bean: it is bound by itself
 * meters.bindTo(registry);
 * FeatureScope.watch(model).sink(meters.sink())...start();
 * }</pre>
 *
 * <p>Runs and registries may come in any order: a registry shows every run that is open, from the
 * moment at which it is bound on; counter and timer count from there. Bind a composite registry or
 * its parts, not both. A run's meters go when it ends. Thread-safe.
 */
public final class RunMeters implements MeterBinder {

  private static final Logger logger = LoggerFactory.getLogger(RunMeters.class);

  private static final Set<String> OWN_TAGS =
      Set.of("model", "run", "set", "k", "layer", "state", "version", "architecture", "head");

  private static final Object CLAIMING = new Object();

  private final Tags extraTags;
  private final List<MeterRegistry> registries = new ArrayList<>();
  private final IdentityHashMap<MeterSink, OpenRun> open = new IdentityHashMap<>();

  private record OpenRun(ObjectNode start, List<RegisteredRun> registered) {}

  private RunMeters(Tags extraTags) {
    this.extraTags = extraTags;
  }

  /**
   * Makes a binder whose meters have the tags {@code model} and {@code run}, and those of the
   * single metrics.
   *
   * @return a binder, bound to no registry yet
   */
  public static RunMeters create() {
    return of(Tags.empty());
  }

  /**
   * Makes a binder whose meters have further tags.
   *
   * @param extraTags the same for everything that shows FeatureScope's meters in a registry, since
   *     Prometheus wants the same tag keys of all meters of a name
   * @return a binder, bound to no registry yet
   * @throws IllegalArgumentException if one of the keys is a tag of FeatureScope's own
   */
  public static RunMeters of(Iterable<Tag> extraTags) {
    for (Tag tag : extraTags) {
      if (OWN_TAGS.contains(tag.getKey())) {
        throw new IllegalArgumentException(
            "the tag '" + tag.getKey() + "' is one of FeatureScope's own; choose another key");
      }
    }
    return new RunMeters(Tags.of(extraTags));
  }

  /**
   * Shows open and later runs in a registry. A registry that is closed is not bound, with a
   * warning; one that is bound already stays so.
   *
   * @param registry any registry
   */
  @Override
  @SuppressWarnings("ReferenceEquality") // this very registry
  public synchronized void bindTo(MeterRegistry registry) {
    if (registry.isClosed()) {
      logger.warn("the meter registry {} is closed, so no run is shown in it", registry);
    } else if (registries.stream().noneMatch(bound -> bound == registry)) {
      registries.add(registry);
      open.forEach((sink, run) -> register(registry, sink, run));
    }
  }

  /**
   * Makes what {@code FeatureScope.Builder.sink} takes, one for each run; it reads events alone, so
   * that a recorded run may be fed to it as well.
   *
   * @return a sink whose meters go when it is closed, or when another run begins in it
   */
  public RunSink sink() {
    return new MeterSink(this);
  }

  synchronized void begin(MeterSink sink, ObjectNode start) {
    end(sink);
    OpenRun run = new OpenRun(start.deepCopy(), new ArrayList<>());
    open.put(sink, run);
    registries.forEach(registry -> register(registry, sink, run));
  }

  private void register(MeterRegistry registry, MeterSink sink, OpenRun run) {
    String name = run.start().path("run").asText();
    // Of two runs of one name that begin at once, one would show the numbers of the other and take
    // its meters away. Binders know nothing of each other, and a registry may be part of another.
    synchronized (CLAIMING) {
      if (registry.isClosed()) {
        logger.warn(
            "the meter registry {} is closed, so run '{}' is not shown in it", registry, name);
      } else if (RegisteredRun.isIn(registry, run.start())) {
        logger.warn("run '{}' is in {} already, and is not shown there again", name, registry);
      } else {
        run.registered()
            .add(RegisteredRun.register(registry, sink.state(), extraTags, run.start()));
      }
    }
  }

  synchronized void each(MeterSink sink, Consumer<RegisteredRun> word) {
    OpenRun run = open.get(sink);
    if (run == null) {
      return;
    }
    run.registered().removeIf(registered -> isGone(registered, run));
    run.registered().forEach(word);
  }

  private static boolean isGone(RegisteredRun registered, OpenRun run) {
    boolean gone = registered.registry().isClosed();
    if (gone) {
      logger.warn(
          "the meter registry {} was closed while run '{}' is open; training goes on, and the run is"
              + " shown there no more",
          registered.registry(),
          run.start().path("run").asText());
      registered.remove();
    }
    return gone;
  }

  synchronized void end(MeterSink sink) {
    OpenRun run = open.remove(sink);
    if (run != null) {
      run.registered().forEach(RegisteredRun::remove);
    }
  }

  /** A binder for one registry that the builder of a scope was given. */
  static RunMeters in(MeterRegistry registry) {
    RunMeters meters = create();
    meters.bindTo(registry);
    return meters;
  }

  /** Refuses a registry that cannot show a run, before anything is trained. */
  static void requireUsable(MeterRegistry registry, RunInfo info) {
    if (registry.isClosed()) {
      throw new IllegalArgumentException(
          "the meter registry "
              + registry
              + " is closed, so nobody would see the run's meters; give one that is open, or leave"
              + " meterRegistry out");
    }
    if (RegisteredRun.isIn(registry, info.modelName(), info.run())) {
      throw new IllegalArgumentException(
          "run '"
              + info.run()
              + "' of model '"
              + info.modelName()
              + "' is in the meter registry already; name this one with run(\"...\")");
    }
  }
}
