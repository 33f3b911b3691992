/** Toy models of the theory of feature learning, small enough to be followed exactly. */
@NullMarked
package io.github.featurescope.examples.toys;

import org.jspecify.annotations.NullMarked;
