/** Measurements of learned features as pure functions: no clock, no I/O, no DL4J. */
@NullMarked
package io.github.featurescope.probes;

import org.jspecify.annotations.NullMarked;
