/** System 6: gradient descent on labels flipped at random in each step. */
@NullMarked
package io.github.featurescope.examples.toys.systems.labelnoisegd;

import org.jspecify.annotations.NullMarked;
