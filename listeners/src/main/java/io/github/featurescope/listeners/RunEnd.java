package io.github.featurescope.listeners;

import java.time.Instant;

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
 */
public record RunEnd(
    Instant time,
    double elapsed,
    long iterations,
    int epochs,
    int probes,
    int skipped,
    int failures,
    Verdict.State verdict) {}
