package io.github.featurescope.listeners;

import io.github.featurescope.probes.Report;
import java.time.Instant;

/**
 * What riding on training has seen by one moment.
 *
 * @param time when the last sample was taken
 * @param elapsed seconds from when watching began to then
 * @param iteration iterations done
 * @param epoch epochs done
 * @param report of moments: spectrum, alignments, D_LR, ridge quality and participation ratio; its
 *     n is what the samples weigh
 * @param seen samples taken so far
 * @param batches training batches taken so far
 * @param leftOut training batches left out so far, to keep the budget or since they did not fit
 * @param seconds riding has cost so far, in and beside training
 * @param share those seconds over the time trained without waiting
 */
public record StreamReport(
    Instant time,
    double elapsed,
    long iteration,
    int epoch,
    Report report,
    long seen,
    long batches,
    long leftOut,
    double seconds,
    double share) {}
