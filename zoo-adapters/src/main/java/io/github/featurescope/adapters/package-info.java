/** Where to look in a model: the head, its input features and its weights. */
@NullMarked
package io.github.featurescope.adapters;

import org.jspecify.annotations.NullMarked;
