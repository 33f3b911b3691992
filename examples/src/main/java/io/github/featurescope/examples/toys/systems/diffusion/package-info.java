/** System 12: what a diffusion model learns of signal and noise, and what a classifier does. */
@NullMarked
package io.github.featurescope.examples.toys.systems.diffusion;

import org.jspecify.annotations.NullMarked;
