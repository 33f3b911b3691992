/** Filters that never leave the span of a few directions, followed by their inner products. */
@NullMarked
package io.github.featurescope.examples.toys.span;

import org.jspecify.annotations.NullMarked;
