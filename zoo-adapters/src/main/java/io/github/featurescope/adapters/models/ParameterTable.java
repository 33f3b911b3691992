package io.github.featurescope.adapters.models;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Parameters of a layer, or their gradients, by name. */
record ParameterTable(Map<String, INDArray> arrays) {

  INDArray get(String name) {
    INDArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalStateException("no parameter '" + name + "' among " + arrays.keySet());
    }
    return array;
  }
}
