/** System 28: an exclusive or of two signals. */
@NullMarked
package io.github.featurescope.examples.toys.systems.xor;

import org.jspecify.annotations.NullMarked;
