/** System 3: how fast the signal grows under powers of the ReLU. */
@NullMarked
package io.github.featurescope.examples.toys.systems.growth;

import org.jspecify.annotations.NullMarked;
