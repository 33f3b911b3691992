/** The command line. */
@NullMarked
package io.github.featurescope.examples.cli;

import org.jspecify.annotations.NullMarked;
