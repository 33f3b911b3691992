package io.github.featurescope.adapters;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSetUtil;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a model reads: an array for each of its inputs, and masks where sequences differ in length.
 *
 * <p>The arrays are the caller's own, not copies.
 */
public final class ModelInputs {

  private final INDArray[] arrays;
  private final @Nullable INDArray[] masks;

  private ModelInputs(INDArray[] arrays, @Nullable INDArray[] masks) {
    this.arrays = arrays;
    this.masks = masks;
  }

  /**
   * Takes the input of a model that has one.
   *
   * @param array the model's own input layout, first dimension n
   * @return the inputs
   */
  public static ModelInputs of(INDArray array) {
    return of(new INDArray[] {array}, null);
  }

  /**
   * Takes one input and the mask of its steps.
   *
   * @param array the model's own input layout, first dimension n
   * @param mask [n, time], 1 for a step that is there, or null
   * @return the inputs
   */
  public static ModelInputs of(INDArray array, @Nullable INDArray mask) {
    return of(new INDArray[] {array}, mask == null ? null : new INDArray[] {mask});
  }

  /**
   * Takes several inputs.
   *
   * @param arrays in the order of the model's inputs, first dimension n
   * @param masks as many, each null or [n, time]; or null for none
   * @return the inputs
   * @throws IllegalArgumentException if there is no array, or if they differ in n
   */
  public static ModelInputs of(INDArray[] arrays, @Nullable INDArray @Nullable [] masks) {
    if (arrays.length == 0) {
      throw new IllegalArgumentException("no input array; give one for each input of the model");
    }
    @Nullable INDArray[] own = masks == null ? new INDArray[arrays.length] : masks.clone();
    if (own.length != arrays.length) {
      throw new IllegalArgumentException(
          own.length + " masks for " + arrays.length + " inputs; give null for one without mask");
    }
    long size = arrays[0].size(0);
    for (int i = 0; i < arrays.length; i++) {
      INDArray mask = own[i];
      if (arrays[i].size(0) != size || (mask != null && mask.size(0) != size)) {
        throw new IllegalArgumentException(
            "input "
                + i
                + " has shape "
                + Arrays.toString(arrays[i].shape())
                + (mask == null ? "" : " and mask " + Arrays.toString(mask.shape()))
                + ", but input 0 holds "
                + size
                + " samples; the first dimension is the sample");
      }
    }
    return new ModelInputs(arrays.clone(), own);
  }

  /**
   * Returns the number of inputs.
   *
   * @return at least 1
   */
  public int count() {
    return arrays.length;
  }

  /**
   * Returns the number of samples.
   *
   * @return n
   */
  public int size() {
    return (int) arrays[0].size(0);
  }

  /**
   * Returns the array of an input.
   *
   * @param input index, from 0
   * @return the array itself
   */
  public INDArray array(int input) {
    return arrays[input];
  }

  /**
   * Returns the mask of an input.
   *
   * @param input index, from 0
   * @return [n, time], or null
   */
  public @Nullable INDArray mask(int input) {
    return masks[input];
  }

  /**
   * Returns the arrays of all inputs.
   *
   * @return a new array of the arrays themselves
   */
  public INDArray[] arrays() {
    return arrays.clone();
  }

  /**
   * Returns the masks of all inputs.
   *
   * @return one for each input, each perhaps null; or null if there is none at all
   */
  public @Nullable INDArray @Nullable [] masks() {
    return hasMask() ? masks.clone() : null;
  }

  /**
   * Tells whether any input has a mask.
   *
   * @return true if one has
   */
  public boolean hasMask() {
    for (INDArray mask : masks) {
      if (mask != null) {
        return true;
      }
    }
    return false;
  }

  /**
   * Copies some samples.
   *
   * @param rows which, in the order wanted
   * @return copies, detached if no workspace is open
   */
  public ModelInputs rows(int... rows) {
    INDArray[] chosen = new INDArray[arrays.length];
    @Nullable INDArray[] chosenMasks = new INDArray[arrays.length];
    for (int i = 0; i < arrays.length; i++) {
      chosen[i] = rows(arrays[i], rows);
      INDArray mask = masks[i];
      chosenMasks[i] = mask == null ? null : rows(mask, rows);
    }
    return new ModelInputs(chosen, chosenMasks);
  }

  private static INDArray rows(INDArray array, int[] rows) {
    long[] shape = array.shape().clone();
    shape[0] = rows.length;
    INDArray copy = Nd4j.createUninitialized(array.dataType(), shape, 'c');
    for (int i = 0; i < rows.length; i++) {
      copy.slice(i).assign(array.slice(rows[i]));
    }
    return copy;
  }

  /**
   * Joins samples of one layout; shorter sequences [n, size, time] are padded and masked.
   *
   * @param parts at least one
   * @return copies, detached if no workspace is open
   */
  public static ModelInputs concat(List<ModelInputs> parts) {
    int count = parts.get(0).count();
    INDArray[] all = new INDArray[count];
    @Nullable INDArray[] allMasks = new INDArray[count];
    for (int i = 0; i < count; i++) {
      int input = i;
      INDArray[] arrays = parts.stream().map(p -> p.arrays[input]).toArray(INDArray[]::new);
      if (arrays[0].rank() == 3) {
        boolean masked = parts.stream().anyMatch(p -> p.masks[input] != null);
        @Nullable INDArray[] partMasks =
            parts.stream().map(p -> p.masks[input]).toArray(INDArray[]::new);
        Pair<INDArray, INDArray> merged =
            masked
                ? DataSetUtil.mergeTimeSeries(arrays, partMasks)
                : DataSetUtil.mergeTimeSeries(arrays, null);
        all[i] = merged.getFirst();
        allMasks[i] = merged.getSecond();
      } else {
        all[i] = Nd4j.concat(0, arrays);
        INDArray[] partMasks =
            parts.stream()
                .map(p -> p.masks[input])
                .filter(Objects::nonNull)
                .toArray(INDArray[]::new);
        // A mask of anything but sequences is per sample, and so of all parts or of none.
        allMasks[i] = partMasks.length == 0 ? null : Nd4j.concat(0, partMasks);
      }
    }
    return of(all, allMasks);
  }
}
