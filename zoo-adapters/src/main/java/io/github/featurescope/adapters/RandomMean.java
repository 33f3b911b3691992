package io.github.featurescope.adapters;

import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.random.BaseRandomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The mean of what an operation draws: dropout by a random mask becomes the scaling that dropout is
 * in inference, noise that is added becomes its bias.
 */
final class RandomMean {

  private RandomMean() {}

  /** The mean in the shape drawn, or null for operations that draw nothing or have none known. */
  static @Nullable INDArray of(DifferentialFunction op, OpContext context) {
    double[] arguments;
    if (op instanceof BaseRandomOp draw) {
      arguments = numbers(draw.extraArgs());
    } else if (op instanceof DynamicCustomOp custom) {
      arguments = custom.tArgs();
    } else {
      return null;
    }
    Double mean = mean(op.opName(), arguments);
    if (mean == null) {
      return null;
    }
    INDArray drawn = context.getOutputArray(0);
    if (op instanceof BaseRandomOp && drawn.rank() > 1) {
      // Its shape holds the training batch's size; a leading 1 fits a batch of any size.
      long[] shape = drawn.shape().clone();
      shape[0] = 1;
      return Nd4j.valueArrayOf(shape, mean, drawn.dataType());
    }
    return drawn.assign(mean);
  }

  private static @Nullable Double mean(String op, double[] arguments) {
    return switch (op) {
      case "distribution_bernoulli", "random_bernoulli" -> arguments[0];
      case "distribution_gaussian", "distribution_truncated", "randomnormal" -> arguments[0];
      case "distribution_lognormal" -> Math.exp(arguments[0] + arguments[1] * arguments[1] / 2);
      case "distribution_uniform", "randomuniform" ->
          arguments.length < 2 ? null : (arguments[0] + arguments[1]) / 2;
      case "random_exponential" -> 1 / arguments[0];
      default -> null;
    };
  }

  private static double[] numbers(Object @Nullable [] arguments) {
    if (arguments == null) {
      return new double[0];
    }
    double[] values = new double[arguments.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments[i] instanceof Number number ? number.doubleValue() : Double.NaN;
    }
    return values;
  }
}
