package io.github.featurescope.listeners;

import io.github.featurescope.adapters.ModelInputs;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;

/**
 * A fixed set of labelled samples that is shown to the model at every probe.
 *
 * <p>Rows are ordered so that the even and the odd rows hold every class in like numbers, since
 * some measurements fit on one half and evaluate on the other. The arrays are private copies
 * outside of any workspace. Take at least 5 samples a feature where you can: spectra of fewer are
 * biased.
 */
public final class ProbeSet {

  /**
   * Name of the set of training samples, with their labels as given: prediction changes, verdict.
   */
  public static final String TRAIN = "train";

  /** Name of the set kept out of training, with labels as noisy as the training set's: verdict. */
  public static final String HELD_OUT = "heldout";

  /**
   * Name of the set of training samples that were mislabelled on purpose: see {@link
   * PlantedLabels}.
   */
  public static final String PLANTED = "planted";

  private final String name;
  private final ModelInputs inputs;
  private final int[] givenLabels;
  private final int @Nullable [] trueLabels;
  private final long[] sampleIds;
  private final List<String> classNames;

  private ProbeSet(
      String name,
      ModelInputs inputs,
      int[] givenLabels,
      int @Nullable [] trueLabels,
      long[] sampleIds,
      List<String> classNames) {
    this.classNames = classNames;
    this.name = name;
    this.inputs = inputs;
    this.givenLabels = givenLabels;
    this.trueLabels = trueLabels;
    this.sampleIds = sampleIds;
  }

  /**
   * Takes all samples given.
   *
   * @param name what the set is called in logs, meters and on the page, such as {@code train}
   * @param inputs the model's own input layout, first dimension n; finite
   * @param givenLabels the labels that training sees, [n], from 0; at least two classes
   * @return the set
   * @throws ProbeSetException if the samples cannot serve
   */
  public static ProbeSet of(String name, INDArray inputs, int[] givenLabels) {
    return of(name, inputs, givenLabels, null, null);
  }

  /**
   * Takes all samples given, with their true labels and identities.
   *
   * @param name what the set is called in logs, meters and on the page
   * @param inputs the model's own input layout, first dimension n; finite
   * @param givenLabels the labels that training sees, [n], from 0; at least two classes
   * @param trueLabels the true labels, [n], or null where they are unknown
   * @param sampleIds which samples these are, [n], or null for their places, from 0
   * @return the set
   * @throws ProbeSetException if the samples cannot serve
   */
  public static ProbeSet of(
      String name,
      INDArray inputs,
      int[] givenLabels,
      int @Nullable [] trueLabels,
      long @Nullable [] sampleIds) {
    return of(name, ModelInputs.of(inputs), givenLabels, trueLabels, sampleIds);
  }

  /**
   * Takes all samples given, for a model with several inputs or with masks.
   *
   * @param name what the set is called in logs, meters and on the page
   * @param inputs an array for each input of the model, with its mask where it has one; finite
   * @param givenLabels the labels that training sees, [n], from 0; at least two classes
   * @param trueLabels the true labels, [n], or null where they are unknown
   * @param sampleIds which samples these are, [n], or null for their places, from 0
   * @return the set
   * @throws ProbeSetException if the samples cannot serve
   */
  @SuppressWarnings("try") // the workspace scope is held, not used
  public static ProbeSet of(
      String name,
      ModelInputs inputs,
      int[] givenLabels,
      int @Nullable [] trueLabels,
      long @Nullable [] sampleIds) {
    requireSamples(name, inputs, givenLabels, trueLabels, sampleIds);
    int[] order = Stratified.interleaved(givenLabels);
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return new ProbeSet(
          name,
          inputs.rows(order),
          Stratified.pick(givenLabels, order),
          trueLabels == null ? null : Stratified.pick(trueLabels, order),
          Arrays.stream(order).mapToLong(i -> sampleIds == null ? i : sampleIds[i]).toArray(),
          List.of());
    }
  }

  /**
   * Chooses a stratified sample from an iterator, which is read twice and reset. Its samples' ids
   * are the numbers in their example metadata where all have one ({@link
   * SampleIdSource#META_DATA}), else their places ({@link SampleIdSource#POSITION}), which say
   * nothing of an iterator that shuffles.
   *
   * @param name what the set is called in logs, meters and on the page
   * @param iterator data with one-hot labels; reset before and after
   * @param size how many samples to choose, at most as many as there are
   * @param seed of the choice
   * @return the set
   * @throws ProbeSetException if there are fewer samples than asked for, or they cannot serve
   */
  public static ProbeSet stratified(String name, DataSetIterator iterator, int size, long seed) {
    return Stratified.fromIterator(name, iterator, size, seed);
  }

  /**
   * Takes all samples of a data set.
   *
   * @param name what the set is called in logs, meters and on the page
   * @param data features with their mask, and labels one-hot: [n, C], or [n, C, time], of which the
   *     last step that is not masked counts
   * @return the set
   * @throws ProbeSetException if the samples cannot serve
   */
  public static ProbeSet of(String name, DataSet data) {
    return of(
        name,
        ModelInputs.of(data.getFeatures(), data.getFeaturesMaskArray()),
        Labels.classes(name, data),
        null,
        null);
  }

  /**
   * Takes all samples of a data set of several inputs or outputs.
   *
   * @param name what the set is called in logs, meters and on the page
   * @param data features with their masks, and labels one-hot
   * @param output which labels to take: the index of the model's output that is watched
   * @return the set
   * @throws ProbeSetException if the samples cannot serve
   */
  public static ProbeSet of(String name, MultiDataSet data, int output) {
    return of(
        name,
        ModelInputs.of(data.getFeatures(), data.getFeaturesMaskArrays()),
        Labels.classes(name, data, output),
        null,
        null);
  }

  private static void requireSamples(
      String name,
      ModelInputs inputs,
      int[] given,
      int @Nullable [] trueLabels,
      long @Nullable [] ids) {
    if (!name.matches("[a-z][a-z0-9_-]{0,31}")) {
      throw new ProbeSetException(
          name, "the name becomes a metric tag; use 1 to 32 of a-z, 0-9, '-' and '_'");
    }
    for (INDArray array : inputs.arrays()) {
      requireRows(name, array, given.length);
    }
    if ((trueLabels != null && trueLabels.length != given.length)
        || (ids != null && ids.length != given.length)) {
      throw new ProbeSetException(
          name, "true labels and sample ids must be as many as the " + given.length + " labels");
    }
    requireClasses(name, given);
    for (INDArray array : inputs.arrays()) {
      requireFinite(name, array);
    }
  }

  private static void requireRows(String name, INDArray array, int rows) {
    if (array.rank() < 2 || array.size(0) != rows) {
      throw new ProbeSetException(
          name,
          rows
              + " labels for inputs of shape "
              + Arrays.toString(array.shape())
              + "; the first dimension is the sample");
    }
  }

  private static void requireFinite(String name, INDArray array) {
    if (!array.dataType().isFPType()) {
      return;
    }
    long broken = array.scan(Conditions.isNan()).longValue();
    broken += array.scan(Conditions.isInfinite()).longValue();
    if (broken > 0) {
      throw new ProbeSetException(
          name, broken + " input values are NaN or infinite; clean the data first");
    }
  }

  private static void requireClasses(String name, int[] labels) {
    int lowest = Arrays.stream(labels).min().orElse(0);
    if (lowest < 0) {
      throw new ProbeSetException(name, "label " + lowest + " is negative; labels count from 0");
    }
    if (Arrays.stream(labels).distinct().count() < 2) {
      throw new ProbeSetException(
          name,
          (labels.length == 0 ? "no samples" : "all " + labels.length + " samples have one label")
              + "; alignment with a target needs at least two classes");
    }
  }

  /**
   * Returns the set's name.
   *
   * @return a metric tag value
   */
  public String name() {
    return name;
  }

  /**
   * Returns the number of samples.
   *
   * @return n, at least 2
   */
  public int size() {
    return givenLabels.length;
  }

  /**
   * Returns the labels that training sees.
   *
   * @return a copy, [n]
   */
  public int[] givenLabels() {
    return givenLabels.clone();
  }

  /**
   * Returns the true labels where they are known.
   *
   * @return a copy, [n], or empty
   */
  public Optional<int[]> trueLabels() {
    return Optional.ofNullable(trueLabels).map(int[]::clone);
  }

  /**
   * Returns which samples these are.
   *
   * @return a copy, [n]: the ids that were given, or else the places, from 0, that the samples had
   *     in the arrays or in one pass of the iterator; never empty
   */
  public Optional<long[]> sampleIds() {
    return Optional.of(sampleIds.clone());
  }

  /**
   * Names the classes, for what people read of single samples.
   *
   * @param names C names, by label; refused by {@code start()} where the model has other than C
   *     classes
   * @return the same samples with these names
   */
  public ProbeSet withClassNames(List<String> names) {
    return new ProbeSet(name, inputs, givenLabels, trueLabels, sampleIds, List.copyOf(names));
  }

  /**
   * Returns the names of the classes.
   *
   * @return by label; empty where none were given
   */
  public List<String> classNames() {
    return classNames;
  }

  /** A copy of some rows. */
  ModelInputs batch(int from, int size) {
    return inputs.rows(IntStream.range(from, Math.min(size(), from + size)).toArray());
  }

  /** The inputs themselves; callers must not write to them. */
  ModelInputs inputs() {
    return inputs;
  }
}
