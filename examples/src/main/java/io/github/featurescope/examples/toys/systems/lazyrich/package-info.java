/** System 5: from lazy to rich learning by the scale of the output. */
@NullMarked
package io.github.featurescope.examples.toys.systems.lazyrich;

import org.jspecify.annotations.NullMarked;
