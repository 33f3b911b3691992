/** System 4: two stages of learning under label noise. */
@NullMarked
package io.github.featurescope.examples.toys.systems.labelnoise;

import org.jspecify.annotations.NullMarked;
