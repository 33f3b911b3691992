package io.github.featurescope.listeners;

import io.github.featurescope.adapters.ModelInputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** Chooses and orders samples so that classes are represented alike. */
final class Stratified {

  private Stratified() {}

  /** An order in which pairs of one class follow each other, so that even and odd rows match. */
  static int[] interleaved(int[] labels) {
    List<List<Integer>> classes = byClass(labels);
    int[] order = new int[labels.length];
    int next = 0;
    for (int pair = 0; next < order.length; pair += 2) {
      for (List<Integer> members : classes) {
        for (int k = pair; k < Math.min(pair + 2, members.size()); k++) {
          order[next++] = members.get(k);
        }
      }
    }
    return order;
  }

  /**
   * Rows of a stratified choice, in ascending order; classes share the size as evenly as can be.
   */
  static int[] choose(int[] labels, int size, long seed) {
    List<List<Integer>> classes = byClass(labels);
    Random random = new Random(seed);
    classes.forEach(members -> Collections.shuffle(members, random));
    int[] chosen = new int[size];
    int next = 0;
    for (int k = 0; next < size; k++) {
      for (List<Integer> members : classes) {
        if (k < members.size() && next < size) {
          chosen[next++] = members.get(k);
        }
      }
    }
    Arrays.sort(chosen);
    return chosen;
  }

  static int[] pick(int[] values, int[] rows) {
    return Arrays.stream(rows).map(i -> values[i]).toArray();
  }

  private static List<List<Integer>> byClass(int[] labels) {
    TreeMap<Integer, List<Integer>> classes = new TreeMap<>();
    for (int i = 0; i < labels.length; i++) {
      classes.computeIfAbsent(labels[i], c -> new ArrayList<>()).add(i);
    }
    return new ArrayList<>(classes.values());
  }

  /**
   * Reads labels in a first pass and only the chosen samples in a second one: memory is bounded.
   */
  @SuppressWarnings("try") // the workspace scope is held, not used
  static ProbeSet fromIterator(String name, DataSetIterator iterator, int size, long seed) {
    if (!iterator.resetSupported()) {
      throw new ProbeSetException(
          name, "the iterator cannot be reset; copy the samples and use ProbeSet.of");
    }
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      int[] labels = readLabels(name, iterator);
      if (size < 2 || labels.length < size) {
        throw new ProbeSetException(
            name,
            size
                + " samples were asked for, but the iterator holds "
                + labels.length
                + "; ask for 2 to "
                + labels.length);
      }
      return readRows(name, iterator, choose(labels, size, seed));
    }
  }

  private static int[] readLabels(String name, DataSetIterator iterator) {
    List<int[]> parts = new ArrayList<>();
    iterator.reset();
    while (iterator.hasNext()) {
      parts.add(Labels.classes(name, iterator.next()));
    }
    return parts.stream().flatMapToInt(Arrays::stream).toArray();
  }

  /** Takes features and labels from the same batch: an iterator that shuffles mixes nothing up. */
  private static ProbeSet readRows(String name, DataSetIterator iterator, int[] rows) {
    List<ModelInputs> inputs = new ArrayList<>();
    int[] labels = new int[rows.length];
    long[] places = new long[rows.length];
    long[] named = new long[rows.length];
    boolean allNamed = true;
    int first = 0;
    iterator.reset();
    while (iterator.hasNext() && inputs.size() < rows.length) {
      DataSet batch = iterator.next();
      int[] classes = Labels.classes(name, batch);
      ModelInputs all = ModelInputs.of(batch.getFeatures(), batch.getFeaturesMaskArray());
      for (int next = inputs.size();
          next < rows.length && rows[next] < first + classes.length;
          next++) {
        int row = rows[next] - first;
        labels[next] = classes[row];
        inputs.add(all.rows(row));
        Number id = SampleIdSource.named(batch, row);
        allNamed &= id != null;
        places[next] = rows[next];
        named[next] = id == null ? 0 : id.longValue();
      }
      first += classes.length;
    }
    iterator.reset();
    return ProbeSet.of(name, ModelInputs.concat(inputs), labels, null, allNamed ? named : places);
  }
}
