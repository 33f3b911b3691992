/** Samples whose labels look wrong, left in a run's folder as lists and as a picture. */
@NullMarked
package io.github.featurescope.examples.suspects;

import org.jspecify.annotations.NullMarked;
