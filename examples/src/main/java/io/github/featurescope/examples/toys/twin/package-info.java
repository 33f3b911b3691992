/**
 * The two-layer network as a real DL4J model, trained by DL4J and watched by FeatureScope, beside
 * the exact recursion: what the probes say against what is true.
 */
@NullMarked
package io.github.featurescope.examples.toys.twin;

import org.jspecify.annotations.NullMarked;
