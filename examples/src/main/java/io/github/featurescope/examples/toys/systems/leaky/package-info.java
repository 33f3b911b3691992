/** System 32: benign overfitting of a leaky ReLU network in moderate dimension. */
@NullMarked
package io.github.featurescope.examples.toys.systems.leaky;

import org.jspecify.annotations.NullMarked;
