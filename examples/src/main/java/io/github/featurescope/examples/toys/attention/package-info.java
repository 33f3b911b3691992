/**
 * What the toys on a transformer of one head share: tokens of signal and noise, the attention with
 * its gradient in closed form, and order parameters.
 */
@NullMarked
package io.github.featurescope.examples.toys.attention;

import org.jspecify.annotations.NullMarked;
