package io.github.featurescope.adapters;

import static org.bytedeco.hdf5.global.hdf5.H5F_ACC_TRUNC;
import static org.bytedeco.hdf5.global.hdf5.H5S_SCALAR;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.hdf5.Attribute;
import org.bytedeco.hdf5.DataSet;
import org.bytedeco.hdf5.DataSpace;
import org.bytedeco.hdf5.DataType;
import org.bytedeco.hdf5.Group;
import org.bytedeco.hdf5.H5File;
import org.bytedeco.hdf5.H5Object;
import org.bytedeco.hdf5.PredType;
import org.bytedeco.hdf5.StrType;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Writes models as Keras 2 does: HDF5, with the configuration as an attribute. */
final class KerasFile {

  private KerasFile() {}

  /** Weights by layer and then by name, such as "kernel". */
  static Path write(
      Path file, String model, String training, Map<String, Map<String, INDArray>> weights) {
    try (H5File archive = new H5File(file.toString(), H5F_ACC_TRUNC)) {
      attribute(archive, "keras_version", "2.3.1");
      attribute(archive, "backend", "tensorflow");
      attribute(archive, "model_config", model);
      attribute(archive, "training_config", training);
      try (Group root = archive.createGroup("model_weights")) {
        weights.forEach((layer, arrays) -> layer(root, layer, arrays));
      }
      archive._close();
    }
    return file;
  }

  private static void layer(Group root, String name, Map<String, INDArray> arrays) {
    try (Group outer = root.createGroup(name);
        Group inner = outer.createGroup(name)) {
      attribute(outer, "weight_names", name + "/" + String.join(":0 ", arrays.keySet()) + ":0");
      arrays.forEach((weight, array) -> dataSet(inner, weight + ":0", array));
    }
  }

  private static void dataSet(Group group, String name, INDArray array) {
    try (DataSpace space = new DataSpace(array.rank(), array.shape());
        DataType type = new DataType(PredType.NATIVE_FLOAT());
        DataSet data = group.createDataSet(name, type, space);
        FloatPointer values = new FloatPointer(array.dup('c').data().asFloat())) {
      data.write(new Pointer(values), type);
    }
  }

  private static void attribute(H5Object owner, String name, String value) {
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    try (StrType type = new StrType(PredType.C_S1(), bytes);
        DataSpace scalar = new DataSpace(H5S_SCALAR);
        Attribute attribute = owner.createAttribute(name, type, scalar)) {
      attribute.write(type, value);
    }
  }
}
