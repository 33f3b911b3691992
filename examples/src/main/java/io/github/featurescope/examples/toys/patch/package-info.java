/** The two-layer network on patches of signal and noise, followed exactly, and its data. */
@NullMarked
package io.github.featurescope.examples.toys.patch;

import org.jspecify.annotations.NullMarked;
