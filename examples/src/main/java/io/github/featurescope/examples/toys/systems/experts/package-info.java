/** System 30: a mixture of experts that share clusters out among them. */
@NullMarked
package io.github.featurescope.examples.toys.systems.experts;

import org.jspecify.annotations.NullMarked;
