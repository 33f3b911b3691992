/** When to look at a training run and what follows from what is seen. */
@NullMarked
package io.github.featurescope.listeners;

import org.jspecify.annotations.NullMarked;
