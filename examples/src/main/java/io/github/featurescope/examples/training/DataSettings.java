package io.github.featurescope.examples.training;

import io.github.featurescope.examples.data.LabelNoise;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is trained on.
 *
 * @param source name of the data source
 * @param folder of its files, or null for embedded data
 * @param classes names or numbers of the classes to use, in their new order, or none for all
 * @param trainSize training samples
 * @param heldOutSize samples kept out of training, with labels as noisy; 0 for none
 * @param testSize test samples, with clean labels, or null for {@value #USUAL_TEST_SIZE}, or all if
 *     there are fewer
 * @param noise label noise of training and held-out samples
 */
public record DataSettings(
    String source,
    @Nullable Path folder,
    List<String> classes,
    int trainSize,
    int heldOutSize,
    @Nullable Integer testSize,
    LabelNoise noise) {

  /** Test samples where there are as many and no number is given. */
  public static final int USUAL_TEST_SIZE = 2000;

  void forLog(Map<String, Object> settings) {
    settings.put("data", source);
    if (!classes.isEmpty()) {
      settings.put("classes", String.join(",", classes));
    }
    settings.put("trainSize", trainSize);
    settings.put("heldOutSize", heldOutSize);
    settings.put("noise", noise.toString());
  }
}
