/** Images with labels: DataVec readers, label noise, in-memory data sets and generated digits. */
@NullMarked
package io.github.featurescope.examples.data;

import org.jspecify.annotations.NullMarked;
