/** System 2: benign and harmful overfitting with the plain ReLU, and its phase diagrams. */
@NullMarked
package io.github.featurescope.examples.toys.systems.relu;

import org.jspecify.annotations.NullMarked;
