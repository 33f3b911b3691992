package io.github.featurescope.examples.check;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.hdf5.Attribute;
import org.bytedeco.hdf5.DataSet;
import org.bytedeco.hdf5.DataSpace;
import org.bytedeco.hdf5.Group;
import org.bytedeco.hdf5.H5File;
import org.bytedeco.hdf5.H5Object;
import org.bytedeco.hdf5.PredType;
import org.bytedeco.hdf5.StrType;
import org.bytedeco.hdf5.global.hdf5;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;

/** Writes a dense classifier as Keras 2 saves it. */
final class KerasFile {

  private static final String LAYER =
      """
      {"class_name": "Dense", "config": {"name": "%s", "trainable": true, "dtype": "float32",
       %s"units": %d, "activation": "%s", "use_bias": true,
       "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": null}},
       "bias_initializer": {"class_name": "Zeros", "config": {}},
       "kernel_regularizer": null, "bias_regularizer": null, "activity_regularizer": null,
       "kernel_constraint": null, "bias_constraint": null}}""";

  private KerasFile() {}

  /** A sequential model of 4 inputs, 6 hidden units and 3 classes; weights count up from 0. */
  static void writeSequential(Path file) {
    String model =
        "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"sequential\", \"layers\": ["
            + LAYER.formatted("hidden", "\"batch_input_shape\": [null, 4], ", 6, "relu")
            + ", "
            + LAYER.formatted("classes", "", 3, "softmax")
            + "]}}";
    try (H5File h5 = new H5File(file.toString(), hdf5.H5F_ACC_TRUNC())) {
      try (Group root = h5.openGroup("/");
          Group weights = h5.createGroup("/model_weights")) {
        attribute(root, "model_config", model);
        attribute(root, "keras_version", "2.4.0");
        attribute(root, "backend", "tensorflow");
        attribute(weights, "backend", "tensorflow");
        dense(h5, "hidden", 4, 6);
        dense(h5, "classes", 6, 3);
      }
      h5._close();
    }
  }

  /** A file without a model. */
  static void writeEmpty(Path file) {
    try (H5File h5 = new H5File(file.toString(), hdf5.H5F_ACC_TRUNC())) {
      h5._close();
    }
  }

  private static void dense(H5File h5, String name, int inputs, int units) {
    try (Group group = h5.createGroup("/model_weights/" + name);
        Group inner = h5.createGroup("/model_weights/" + name + "/" + name)) {
      attribute(group, "weight_names", name + "/kernel:0 " + name + "/bias:0");
      values(inner, "kernel:0", inputs, units);
      values(inner, "bias:0", units);
    }
  }

  private static void attribute(H5Object owner, String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (StrType type = new StrType(PredType.C_S1(), bytes.length);
        DataSpace scalar = new DataSpace(hdf5.H5S_SCALAR);
        Attribute attribute = owner.createAttribute(name, type, scalar);
        BytePointer value = new BytePointer(bytes)) {
      attribute.write(type, value);
    }
  }

  private static void values(Group group, String name, long... shape) {
    int size = 1;
    for (long length : shape) {
      size *= (int) length;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = i / 10f;
    }
    try (DataSpace space = new DataSpace(shape.length, shape);
        DataSet data = group.createDataSet(name, PredType.NATIVE_FLOAT(), space);
        FloatPointer pointer = new FloatPointer(values)) {
      data.write(pointer, PredType.NATIVE_FLOAT());
    }
  }
}
