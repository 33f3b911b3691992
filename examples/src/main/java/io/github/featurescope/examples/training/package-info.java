/** Training jobs: data with label noise, a model, a watched run and its folder. */
@NullMarked
package io.github.featurescope.examples.training;

import org.jspecify.annotations.NullMarked;
