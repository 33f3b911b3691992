/** Results of the papers, repeated on real data with narrow networks. */
@NullMarked
package io.github.featurescope.examples.reproductions;

import org.jspecify.annotations.NullMarked;
