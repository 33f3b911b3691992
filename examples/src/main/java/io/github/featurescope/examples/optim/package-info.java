/** Ways to train that Deeplearning4j lacks: sign-SGD, SAM, mixup and label-noise SGD. */
@NullMarked
package io.github.featurescope.examples.optim;

import org.jspecify.annotations.NullMarked;
