/** System 1: benign and harmful overfitting with a power of the ReLU. */
@NullMarked
package io.github.featurescope.examples.toys.systems.relupower;

import org.jspecify.annotations.NullMarked;
