/** Puts oneDNN's convolution and batch normalisation into the layers of a Deeplearning4j model. */
@NullMarked
package io.github.featurescope.adapters.onednn;

import org.jspecify.annotations.NullMarked;
