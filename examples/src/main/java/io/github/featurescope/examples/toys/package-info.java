/**
 * The frame of the toy models: small systems for which theory says what feature learning must look
 * like.
 *
 * <p>To add a system:
 *
 * <ol>
 *   <li>make a package {@code toys.systems.NAME} with a {@code package-info} and one public class
 *       that implements {@link io.github.featurescope.examples.toys.Toy}; {@code
 *       toys.systems.relupower.ReluPowerToy} is the pattern;
 *   <li>declare its {@link io.github.featurescope.examples.toys.Parameter}s and {@link
 *       io.github.featurescope.examples.toys.Column}s; train in {@code train(run)}: take all
 *       randomness from {@code run.random(use)}, use {@link StrictMath} for exp, log and pow, sum
 *       in a fixed order, and let {@code run.follow} take the steps and the rows;
 *   <li>state its {@link io.github.featurescope.examples.toys.Claim}s, each measured on memorised
 *       runs of an {@link io.github.featurescope.examples.toys.Evidence}, with its bound and what
 *       the NumPy prototypes saw; one that does not reproduce says so by {@code
 *       doesNotReproduce(why)};
 *   <li>draw it: a few {@link io.github.featurescope.examples.toys.Panel}s;
 *   <li>add one line to {@code toys.suite.Suite}: the list of systems is there and nowhere else;
 *   <li>test its gradient against finite differences.
 * </ol>
 */
@NullMarked
package io.github.featurescope.examples.toys;

import org.jspecify.annotations.NullMarked;
