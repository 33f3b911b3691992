package io.github.featurescope.adapters;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.config.ExecutionResult;
import org.nd4j.autodiff.samediff.config.SDValue;
import org.nd4j.autodiff.samediff.internal.FrameIter;
import org.nd4j.autodiff.samediff.internal.InferenceSession;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.internal.memory.NoOpMemoryMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.random.impl.AlphaDropOut;
import org.nd4j.linalg.api.ops.random.impl.DropOut;
import org.nd4j.linalg.api.ops.random.impl.DropOutInverted;

/**
 * Executes a graph once, with what is random in it at rest: SameDiff M2.1 knows no inference mode.
 */
final class InferenceModeSession extends InferenceSession {

  InferenceModeSession(SameDiff graph) {
    super(graph);
    // DL4J's own manager hands used arrays out again, with which xw_plus_b errs in M2.1; and what
    // it takes for used may be an array that the graph only passes on.
    setMmgr(new NoOpMemoryMgr());
  }

  @Override
  public Pair<SameDiffOp, OpContext> getAndParameterizeOp(
      String opName,
      FrameIter frame,
      Set<VarId> opInputs,
      Set<VarId> allIterInputs,
      Set<String> constantInputs,
      Map<String, INDArray> placeholders,
      Set<String> required,
      Map<String, SDValue> otherPlaceholders) {
    SameDiffOp op = Objects.requireNonNull(sameDiff.getOps().get(opName));
    if (isDropout(op.getOp())) {
      // Its output shape cannot be told from a batch of unknown size, and is not needed.
      return new Pair<>(op, null);
    }
    return super.getAndParameterizeOp(
        opName,
        frame,
        opInputs,
        allIterInputs,
        constantInputs,
        placeholders,
        required,
        otherPlaceholders);
  }

  @Override
  public ExecutionResult doExec(
      DifferentialFunction op,
      @Nullable OpContext context,
      FrameIter frame,
      Set<VarId> opInputs,
      Set<VarId> allIterInputs,
      Set<String> constantInputs,
      Map<String, SDValue> otherPlaceholders) {
    INDArray output = null;
    if (isDropout(op)) {
      output = input(op.argNames()[0], opInputs, allIterInputs).dup();
    } else if (context != null) {
      output = RandomMean.of(op, context);
    }
    if (output != null) {
      return ExecutionResult.createFrom(List.of(op.outputVariablesNames()), List.of(output));
    }
    return super.doExec(
        op, context, frame, opInputs, allIterInputs, constantInputs, otherPlaceholders);
  }

  private static boolean isDropout(DifferentialFunction op) {
    return op instanceof DropOut || op instanceof DropOutInverted || op instanceof AlphaDropOut;
  }

  private INDArray input(
      String name,
      @Nullable Collection<VarId> opInputs,
      @Nullable Collection<VarId> allIterInputs) {
    VarId id = lookup(name, opInputs, allIterInputs, false);
    return getTensorFromOutputs(id == null ? new VarId(name, OUTER_FRAME, 0, null) : id);
  }
}
