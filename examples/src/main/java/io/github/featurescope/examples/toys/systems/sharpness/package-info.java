/** System 8: sharpness-aware minimisation against gradient descent. */
@NullMarked
package io.github.featurescope.examples.toys.systems.sharpness;

import org.jspecify.annotations.NullMarked;
