/** System 11: contrastive learning of one modality against two. */
@NullMarked
package io.github.featurescope.examples.toys.systems.contrastive;

import org.jspecify.annotations.NullMarked;
