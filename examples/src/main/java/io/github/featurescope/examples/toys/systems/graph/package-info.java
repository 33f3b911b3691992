/** System 29: a graph network against the same network without the graph. */
@NullMarked
package io.github.featurescope.examples.toys.systems.graph;

import org.jspecify.annotations.NullMarked;
