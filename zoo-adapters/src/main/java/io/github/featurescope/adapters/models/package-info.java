/** The image classifiers on which feature learning is studied, in any size. */
@NullMarked
package io.github.featurescope.adapters.models;

import org.jspecify.annotations.NullMarked;
