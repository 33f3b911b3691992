/** System 31: invariant and spurious features, out of the training distribution. */
@NullMarked
package io.github.featurescope.examples.toys.systems.invariant;

import org.jspecify.annotations.NullMarked;
