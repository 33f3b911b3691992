/** Arrays dumped by NumPy, as {@code featurescope probe} takes them. */
@NullMarked
package io.github.featurescope.examples.npy;

import org.jspecify.annotations.NullMarked;
