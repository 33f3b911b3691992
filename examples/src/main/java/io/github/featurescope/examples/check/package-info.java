/** Looks at a saved model and says what watching it would see and cost. */
@NullMarked
package io.github.featurescope.examples.check;

import org.jspecify.annotations.NullMarked;
