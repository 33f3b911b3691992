/** System 25: momentum on samples with large and with small margins. */
@NullMarked
package io.github.featurescope.examples.toys.systems.momentum;

import org.jspecify.annotations.NullMarked;
