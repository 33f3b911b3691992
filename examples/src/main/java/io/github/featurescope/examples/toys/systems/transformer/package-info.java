/** System 9: benign and harmful overfitting of a transformer of one head. */
@NullMarked
package io.github.featurescope.examples.toys.systems.transformer;

import org.jspecify.annotations.NullMarked;
