/** System 27: learning rates above the edge of stability. */
@NullMarked
package io.github.featurescope.examples.toys.systems.largerate;

import org.jspecify.annotations.NullMarked;
