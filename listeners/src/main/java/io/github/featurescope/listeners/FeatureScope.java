package io.github.featurescope.listeners;

import io.github.featurescope.adapters.HeadChoice;
import io.github.featurescope.adapters.ModelAdapters;
import io.github.featurescope.adapters.ModelReader;
import io.github.featurescope.adapters.StepReader;
import io.github.featurescope.adapters.TimeReduction;
import io.github.featurescope.probes.Measurement;
import io.github.featurescope.probes.Measurements;
import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.SampleHistory;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a model while it trains.
 *
 * <pre>{@code
 * try (FeatureScope scope = FeatureScope.watch(model)
 *     .probeSet("train", trainIterator, 1000)
 *     .probeSet("heldout", heldOutIterator, 1000)
 *     .schedule(ProbeSchedule.everyEpoch().within(0.02))
 *     .meterRegistry(registry)
 *     .start()) {
 *   model.fit(trainIterator, 30);
 * }
 * }</pre>
 *
 * <p>Training is untouched: parameters come out bit for bit as they would without it, and a probe
 * that fails is counted and logged, never thrown into {@code fit}.
 */
public final class FeatureScope implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(FeatureScope.class);

  private final Training training;
  private final RunWatch watch;
  private final RunInfo info;
  private final SuspectSource suspects;
  private final AtomicBoolean closed = new AtomicBoolean();

  private FeatureScope(Training training, RunWatch watch, RunInfo info, SuspectSource suspects) {
    this.training = training;
    this.watch = watch;
    this.info = info;
    this.suspects = suspects;
  }

  /**
   * Begins to describe how a model is watched.
   *
   * <p>Under a ParallelWrapper, start watching before the wrapper is built: its builder takes the
   * model's listeners over. The watched model is then one of the replicas that train, and is probed
   * at its own iterations; there are no epochs.
   *
   * @param model an initialised MultiLayerNetwork or ComputationGraph
   * @return a builder
   */
  public static Builder watch(Model model) {
    return new Builder(Dl4jTraining.of(model));
  }

  /**
   * Begins to describe how a SameDiff graph is watched while {@code SameDiff.fit} trains it.
   *
   * <p>Logits and features are found from its loss where the graph allows it, else named with
   * {@link Builder#output} and {@link Builder#featureLayer}. SameDiff does not compute the loss
   * while it trains: the score of a probe is the loss of the last batch, in inference mode, after
   * its update.
   *
   * @param graph a graph with its variables; its training configuration may come later
   * @return a builder
   */
  public static Builder watch(SameDiff graph) {
    return new Builder(SameDiffTraining.of(graph));
  }

  /**
   * Returns what is fixed about the run.
   *
   * @return where the head is, which probe sets are read, when
   */
  public RunInfo info() {
    return info;
  }

  /**
   * Returns the last probe; waits for one that is being measured, but not in a sink's own thread.
   *
   * @return everything that is known after it; there is always the one before training
   */
  public Optional<Observation> latest() {
    return watch.latest();
  }

  /**
   * Ranks the samples that are followed, or else those of the training probe set, by what speaks
   * against their labels. Any thread may ask at any time; it waits for a probe under way.
   *
   * @param classNames C names, or none
   * @return the list, by {@link ProbeSet#sampleIds}; empty before the first probe of training, or
   *     without such samples
   * @throws IllegalArgumentException if there are other than C names
   */
  public Optional<SuspectList> suspects(List<String> classNames) {
    return watch.readSuspects(history -> SuspectList.of(history, suspects.ids(), classNames));
  }

  /**
   * Returns how many probes or sinks have failed.
   *
   * @return a count
   */
  public int failures() {
    return watch.failures();
  }

  /**
   * Returns what ends training and restores the best parameters.
   *
   * @return gates, moments and {@link EarlyStop#restoreBest()}; idle while this scope only advises
   */
  public EarlyStop earlyStop() {
    return new EarlyStop(training, watch.stops());
  }

  /**
   * Detaches from the model, restores the best parameters where a stop has not done so yet, ends
   * the run log and removes the run's meters; once.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      if (!training.detach()) {
        logger.warn(
            "the model's listeners were replaced while it was watched, and nothing was seen from then"
                + " on; use addListeners, and build a ParallelWrapper after watching began");
      }
      watch.stops().close();
      watch.end();
    }
  }

  /** Describes how a model is watched. */
  public static final class Builder {
    private final Training training;
    private final List<ProbeSet> sets = new ArrayList<>();
    private final List<RunSink> sinks = new ArrayList<>();
    private final List<MeterRegistry> registries = new ArrayList<>();
    private final RunLabels labels = new RunLabels();
    private List<? extends Measurement<?>> measurements = Measurements.standard();
    private ProbeSchedule schedule = ProbeSchedule.everyEpoch();
    private Stopping stopping = Stopping.advise();
    private BiFunction<Verdict.Moment, Verdict, Verdict> script = (now, verdict) -> verdict;
    private Clock clock = Clock.systemUTC();
    private @Nullable List<String> layers = List.of();
    private HeadChoice head = HeadChoice.automatic();
    private @Nullable Path runLog;
    private @Nullable SampleIdIterator sampleIds;
    private @Nullable ProbeSet followed;
    private @Nullable Riding riding;
    private @Nullable Boolean synchronous;

    private Builder(Training training) {
      this.training = training;
    }

    /**
     * Names the output to watch, for a graph with several.
     *
     * @param name of the output layer or variable
     * @return this builder
     */
    public Builder output(String name) {
      this.head = head.withOutput(name);
      return this;
    }

    /**
     * Names the layer whose output are the features, where the head is not found or is not wanted.
     *
     * @param name of the layer, vertex or variable
     * @return this builder
     */
    public Builder featureLayer(String name) {
      this.head = head.withFeatureLayer(name);
      return this;
    }

    /**
     * Declares how a sequence becomes one sample, for a head that answers at every step.
     *
     * @param reduction over the steps that are not masked
     * @return this builder
     */
    public Builder overTime(TimeReduction reduction) {
      this.head = head.withOverTime(reduction);
      return this;
    }

    /**
     * Names the model in logs and meters.
     *
     * @param name the tag {@code model}; the class name if not given
     * @return this builder
     */
    public Builder modelName(String name) {
      labels.modelName(name);
      return this;
    }

    /**
     * Names the run in logs and meters.
     *
     * @param name the tag {@code run}; the time of the start if not given
     * @return this builder
     */
    public Builder run(String name) {
      labels.run(name);
      return this;
    }

    /**
     * Adds a probe set. Sets named {@link ProbeSet#TRAIN} and {@link ProbeSet#HELD_OUT} feed the
     * verdict, all others are only shown.
     *
     * @param set the samples
     * @return this builder
     */
    public Builder probeSet(ProbeSet set) {
      if (sets.stream().anyMatch(other -> other.name().equals(set.name()))) {
        throw new ProbeSetException(set.name(), "there is one of that name; choose another");
      }
      sets.add(set);
      return this;
    }

    /**
     * Adds a stratified probe set from an iterator.
     *
     * @param name of the set
     * @param iterator data with one-hot labels; read once and reset
     * @param size how many samples to choose
     * @return this builder
     * @throws ProbeSetException if the samples cannot serve
     */
    public Builder probeSet(String name, DataSetIterator iterator, int size) {
      return probeSet(ProbeSet.stratified(name, iterator, size, 0));
    }

    /**
     * Follows single samples by their predictions alone, such as the whole training set, to tell
     * which labels look wrong. Costs a forward pass each probe.
     *
     * @param samples labels as training sees them
     * @return this builder
     */
    public Builder follow(ProbeSet samples) {
      this.followed = samples;
      return this;
    }

    /**
     * Rides on training too, for a spectrum between probes at almost no cost.
     *
     * @param how such as {@code Riding.every(10)}
     * @return this builder
     */
    public Builder riding(Riding how) {
      this.riding = how;
      return this;
    }

    /**
     * Says when to probe.
     *
     * @param when every epoch if not given
     * @return this builder
     */
    public Builder schedule(ProbeSchedule when) {
      this.schedule = when;
      return this;
    }

    /**
     * Lets training wait until each look is measured. A scope that {@linkplain Stopping#act() acts}
     * always does, and where ND4J's threads fill all cores so does one not told {@link #beside()}.
     *
     * @return this builder
     */
    public Builder synchronous() {
      this.synchronous = true;
      return this;
    }

    /**
     * Lets training wait for a copy of the parameters alone; one thread does the rest in order.
     * While two looks wait, one within an epoch is dropped, one at its end waits 10 s at most.
     *
     * @return this builder
     */
    public Builder beside() {
      this.synchronous = false;
      return this;
    }

    /**
     * Says what follows from a verdict that noise is memorised.
     *
     * @param choice {@link Stopping#advise()} if not given
     * @return this builder
     */
    public Builder stopping(Stopping choice) {
      this.stopping = choice;
      return this;
    }

    /**
     * Chooses what is measured.
     *
     * @param chosen all standard measurements if not given
     * @return this builder
     */
    public Builder measurements(List<? extends Measurement<?>> chosen) {
      this.measurements = List.copyOf(chosen);
      return this;
    }

    /**
     * Watches inner layers too, on the first probe set.
     *
     * @param names of layers or vertices, at most 32
     * @return this builder
     */
    public Builder layers(String... names) {
      this.layers = List.of(names);
      return this;
    }

    /**
     * Watches all inner layers, or 32 spread evenly over the depth where there are more.
     *
     * @return this builder
     */
    public Builder allLayers() {
      this.layers = null;
      return this;
    }

    /**
     * Shows the last probe as meters; {@link RunMeters} can do so with tags of your own.
     *
     * @param registry any Micrometer registry that is open
     * @return this builder
     */
    public Builder meterRegistry(MeterRegistry registry) {
      registries.add(registry);
      return this;
    }

    /**
     * Writes a run log; an existing one is appended to.
     *
     * @param file such as {@code runs/a/run.jsonl}
     * @return this builder
     */
    public Builder runLog(Path file) {
      this.runLog = file;
      return this;
    }

    /**
     * Adds a receiver of everything that is seen.
     *
     * @param sink closed with the scope
     * @return this builder
     */
    public Builder sink(RunSink sink) {
      sinks.add(sink);
      return this;
    }

    /**
     * Adds a receiver of every probe.
     *
     * @param callback called on the thread that measures, or on the training thread if {@link
     *     #synchronous()}
     * @return this builder
     */
    public Builder onObservation(Consumer<Observation> callback) {
      return sink(RunSink.of(callback));
    }

    /**
     * Lets the run log say more about the run.
     *
     * @param key such as {@code noise}
     * @param value a finite number, a boolean or a text
     * @return this builder
     */
    public Builder setting(String key, Object value) {
      labels.setting(key, value);
      return this;
    }

    /**
     * Follows which samples are in the batch being trained.
     *
     * @param iterator the iterator that is given to {@code fit}
     * @return this builder
     */
    public Builder sampleIds(SampleIdIterator iterator) {
      this.sampleIds = iterator;
      return this;
    }

    Builder script(BiFunction<Verdict.Moment, Verdict, Verdict> replaced) {
      this.script = replaced;
      return this;
    }

    Builder clock(Clock source) {
      this.clock = source;
      return this;
    }

    /**
     * Probes the model once, as it is before training, and attaches to it.
     *
     * @return the scope; close it after training
     * @throws io.github.featurescope.adapters.UnsupportedModelException if the model has no head
     *     that can be watched
     * @throws IllegalArgumentException if probe sets and model do not fit together, or a scope that
     *     acts has no probe set {@link ProbeSet#TRAIN}, with the reason
     */
    public FeatureScope start() {
      if (sets.isEmpty()) {
        throw new IllegalArgumentException(
            "no probe set: add one with probeSet(\"train\", iterator, 1000)");
      }
      stopping.requireTrainingSet(sets);
      if (sampleIds != null) {
        training.requireSampleIds();
      }
      ModelReader reader = ModelAdapters.open(training.model(), head);
      StepReader steps = Riding.steps(riding, sets, training, reader);
      List<String> watched = LayerChoice.of(reader, layers);
      Prober prober = new Prober(reader, sets, measurements, watched, followed);
      long begun = System.nanoTime();
      Prober.Sight sight = prober.firstLook();
      long lookNanos = System.nanoTime() - begun;
      Report seen = sight.reports().values().iterator().next();
      RunInfo info =
          labels.describe(
              clock.instant(),
              reader.head().seen(seen.width(), seen.classes()),
              sets,
              riding,
              watched,
              schedule,
              stopping,
              training);
      registries.forEach(registry -> RunMeters.requireUsable(registry, info));
      SampleHistory history = prober.history(seen.classes());
      StopControl stops = StopControl.of(stopping, training);
      SuspectSource suspects = SuspectSource.of(followed, sets).fitting(seen.classes());
      RunWatch watch =
          new RunWatch(
              prober,
              training::score,
              schedule,
              Announcer.opening(runLog, registries, sinks),
              clock,
              stops,
              new Conclusions(history),
              Follower.choose(synchronous, stopping.acts()));
      watch.script(script);
      watch.suspects(suspects);
      if (riding != null && steps != null) {
        watch.ride(riding, steps, seen.classes());
      }
      watch.begin(info, sight, lookNanos);
      training.attach(watch, sampleIds);
      return new FeatureScope(training, watch, info, suspects);
    }
  }
}
