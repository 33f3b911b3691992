/** The benchmark: how well memorised label noise is noticed, and by which rule. */
@NullMarked
package io.github.featurescope.examples.bench;

import org.jspecify.annotations.NullMarked;
