/** What is done with all toys alike: listing, running, checking, drawing. */
@NullMarked
package io.github.featurescope.examples.toys.suite;

import org.jspecify.annotations.NullMarked;
