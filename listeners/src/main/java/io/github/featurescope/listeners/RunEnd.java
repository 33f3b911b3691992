package io.github.featurescope.listeners;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param time when watching ended
 * @param elapsed seconds since watching began
 * @param iterations iterations done
 * @param epochs epochs done
 * @param probes number of probes
 * @param skipped number of due probes left out to keep the budget
 * @param failures number of failed probes
 * @param verdict the last verdict's state
 * @param stopped the moment at which training was told to stop, or null
 * @param restored the moment whose parameters the model was given back, or null
 */
public record RunEnd(
    Instant time,
    double elapsed,
    long iterations,
    int epochs,
    int probes,
    int skipped,
    int failures,
    Verdict.State verdict,
    Verdict.@Nullable Moment stopped,
    Verdict.@Nullable Moment restored) {}
