/** Products of small matrices in a fixed order of sums, for toys that train dense layers. */
@NullMarked
package io.github.featurescope.examples.toys.dense;

import org.jspecify.annotations.NullMarked;
