/** System 7: Adam and sign gradient descent against gradient descent, with sparse noise. */
@NullMarked
package io.github.featurescope.examples.toys.systems.sparsenoise;

import org.jspecify.annotations.NullMarked;
