package io.github.featurescope.listeners;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.featurescope.probes.NoiseRate;
import io.github.featurescope.probes.SampleHistory;
import io.github.featurescope.probes.SuspiciousSamples;
import io.github.featurescope.probes.SuspiciousSamples.Suspect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The watched samples by how much speaks against their labels, with ids and class names, to be read
 * by people and fed back to training.
 */
public final class SuspectList {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final NoiseRate noiseRate;
  private final int looks;
  private final List<Entry> entries;

  private SuspectList(NoiseRate noiseRate, int looks, List<Entry> entries) {
    this.noiseRate = noiseRate;
    this.looks = looks;
    this.entries = List.copyOf(entries);
  }

  /**
   * Ranks the samples of a history.
   *
   * @param history at least one look
   * @param ids which samples these are, [n], or null for their places in the history
   * @param classNames C names, or none: then only the numbers are written
   * @return the list
   * @throws IllegalArgumentException if ids or names are not as many as samples or classes
   * @throws io.github.featurescope.probes.UndefinedMeasurementException if there was no look yet
   */
  public static SuspectList of(
      SampleHistory history, long @Nullable [] ids, List<String> classNames) {
    if (ids != null && ids.length != history.samples()) {
      throw new IllegalArgumentException(
          ids.length + " ids for a history of " + history.samples() + " samples");
    }
    if (!classNames.isEmpty() && classNames.size() != history.classes()) {
      throw new IllegalArgumentException(
          classNames.size() + " class names for " + history.classes() + " classes");
    }
    List<Entry> entries = new ArrayList<>();
    for (Suspect suspect : SuspiciousSamples.of(history).ranked()) {
      entries.add(
          new Entry(
              entries.size() + 1,
              ids == null ? suspect.row() : ids[suspect.row()],
              suspect.given(),
              suspect.suggested(),
              name(classNames, suspect.given()),
              name(classNames, suspect.suggested()),
              suspect.score(),
              suspect.probability(),
              suspect.wrongEvents()));
    }
    return new SuspectList(history.noiseRate(), history.looks(), entries);
  }

  private static @Nullable String name(List<String> names, int label) {
    return names.isEmpty() ? null : names.get(label);
  }

  /**
   * Returns all samples, the most suspicious first.
   *
   * @return n entries
   */
  public List<Entry> entries() {
    return entries;
  }

  /**
   * Returns the estimated share of wrong labels.
   *
   * @return with its bounds, or with the reason why it cannot be judged
   */
  public NoiseRate noiseRate() {
    return noiseRate;
  }

  /**
   * Returns the ids of the samples whose labels are rather wrong than right, for {@link
   * SelectedSamplesIterator#leavingOut}.
   *
   * @return those with a probability of at least one half
   */
  public Set<Long> likelyWrong() {
    return entries.stream()
        .filter(entry -> entry.probability() >= 0.5)
        .map(Entry::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Returns the probability of each sample's label to be right, for {@link
   * SelectedSamplesIterator#weighted}.
   *
   * @return weights by id; 1 for samples that were not watched
   */
  public LongToDoubleFunction weights() {
    Map<Long, Double> wrong = new HashMap<>();
    entries.forEach(entry -> wrong.put(entry.id(), entry.probability()));
    return id -> 1 - wrong.getOrDefault(id, 0.0);
  }

  /**
   * Writes the list as comma-separated values with a header, whole or not at all.
   *
   * @param file where
   * @throws UncheckedIOException if it cannot be written
   */
  public void writeCsv(Path file) {
    StringBuilder text =
        new StringBuilder(
            "rank,id,given,suggested,givenName,suggestedName,score,probability,wrongEvents\n");
    for (Entry entry : entries) {
      text.append(
          String.format(
              Locale.ROOT,
              "%d,%d,%d,%d,%s,%s,%.6f,%.6f,%d\n",
              entry.rank(),
              entry.id(),
              entry.given(),
              entry.suggested(),
              quoted(entry.givenName()),
              quoted(entry.suggestedName()),
              entry.score(),
              entry.probability(),
              entry.wrongEvents()));
    }
    write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String quoted(@Nullable String name) {
    return name == null ? "" : '"' + name.replace("\"", "\"\"") + '"';
  }

  /**
   * Writes noise rate and list as JSON, whole or not at all.
   *
   * @param file where
   * @throws UncheckedIOException if it cannot be written
   */
  public void writeJson(Path file) {
    try {
      write(file, MAPPER.writeValueAsBytes(new Document(noiseRate, looks, entries)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static void write(Path file, byte[] content) {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.write(temporary, content);
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + " (" + e + ")", e);
    }
  }

  private record Document(NoiseRate noiseRate, int looks, List<Entry> samples) {}

  /**
   * One sample.
   *
   * @param rank from 1, the most suspicious
   * @param id which sample it is
   * @param given the label that training sees
   * @param suggested the other class that the model preferred before it fitted wrong labels
   * @param givenName name of the given class, or null
   * @param suggestedName name of the suggested class, or null
   * @param score how much the model preferred the suggested class, in [−1, 1]
   * @param probability that the given label is wrong, in [0, 1]
   * @param wrongEvents looks at which another class than the given one was predicted
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Entry(
      int rank,
      long id,
      int given,
      int suggested,
      @Nullable String givenName,
      @Nullable String suggestedName,
      double score,
      double probability,
      int wrongEvents) {}
}
