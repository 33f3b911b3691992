/** System 10: sign-GD on a transformer memorises noise where gradient descent does not. */
@NullMarked
package io.github.featurescope.examples.toys.systems.signtransformer;

import org.jspecify.annotations.NullMarked;
