/** What people run: the command line and the training jobs behind it. */
@NullMarked
package io.github.featurescope.examples;

import org.jspecify.annotations.NullMarked;
