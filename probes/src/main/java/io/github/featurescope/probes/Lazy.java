package io.github.featurescope.probes;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value computed once, on first use, by whichever thread comes first. */
final class Lazy<T> {

  private final Supplier<T> compute;
  private volatile @Nullable T value;

  private Lazy(Supplier<T> compute) {
    this.compute = compute;
  }

  static <T> Lazy<T> of(Supplier<T> compute) {
    return new Lazy<>(compute);
  }

  boolean isKnown() {
    return value != null;
  }

  T get() {
    T known = value;
    if (known == null) {
      synchronized (this) {
        known = value;
        if (known == null) {
          known = compute.get();
          value = known;
        }
      }
    }
    return known;
  }
}
