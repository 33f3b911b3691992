package io.github.featurescope.listeners;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which samples are ranked by what speaks against their labels, and how people call them.
 *
 * @param ids of the samples, or null where there are none to be ranked
 * @param classNames C names, or none
 */
@SuppressWarnings("ArrayRecordComponent") // never handed out
record SuspectSource(long @Nullable [] ids, List<String> classNames) {

  /** The samples that are followed, or else those of the training probe set. */
  static SuspectSource of(@Nullable ProbeSet followed, List<ProbeSet> sets) {
    Optional<ProbeSet> ranked =
        Optional.ofNullable(followed)
            .or(() -> sets.stream().filter(set -> set.name().equals(ProbeSet.TRAIN)).findFirst());
    return new SuspectSource(
        ranked.flatMap(ProbeSet::sampleIds).orElse(null),
        ranked.map(ProbeSet::classNames).orElse(List.of()));
  }

  /** Refuses names that are not as many as the model has classes. */
  SuspectSource fitting(int classes) {
    if (!classNames.isEmpty() && classNames.size() != classes) {
      throw new IllegalArgumentException(
          classNames.size()
              + " class names for "
              + classes
              + " classes; give the probe set one name a class");
    }
    return this;
  }
}
