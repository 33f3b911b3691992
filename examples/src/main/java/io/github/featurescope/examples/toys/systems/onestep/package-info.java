/** System 13: one gradient step on the first layer against random features. */
@NullMarked
package io.github.featurescope.examples.toys.systems.onestep;

import org.jspecify.annotations.NullMarked;
