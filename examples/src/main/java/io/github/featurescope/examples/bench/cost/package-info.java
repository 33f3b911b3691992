/** The benchmark of what FeatureScope costs. */
@NullMarked
package io.github.featurescope.examples.bench.cost;

import org.jspecify.annotations.NullMarked;
