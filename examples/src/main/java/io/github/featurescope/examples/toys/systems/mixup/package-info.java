/** System 26: mixup and a rare feature. */
@NullMarked
package io.github.featurescope.examples.toys.systems.mixup;

import org.jspecify.annotations.NullMarked;
