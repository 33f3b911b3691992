package io.github.featurescope.listeners;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A probe that failed; training went on.
 *
 * @param time when
 * @param iteration iterations done
 * @param epoch epochs done
 * @param set the probe set that was read, or null
 * @param cause what happened
 */
public record ProbeFailure(
    Instant time, long iteration, int epoch, @Nullable String set, Throwable cause) {}
