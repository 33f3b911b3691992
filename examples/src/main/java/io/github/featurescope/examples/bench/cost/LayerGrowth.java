package io.github.featurescope.examples.bench.cost;

import io.github.featurescope.adapters.ModelAdapters;
import io.github.featurescope.examples.data.LabelledImages;
import io.github.featurescope.listeners.FeatureScope;
import io.github.featurescope.listeners.ProbeSet;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;

/** What a probe takes where inner layers are watched too. */
final class LayerGrowth {

  private static final int REPETITIONS = 3;

  private LayerGrowth() {}

  /** Attaches to the accelerated narrow VGG, which probes it once, and detaches again. */
  static Spread measure(BenchImages source, int samples, int layers) {
    LabelledImages images = source.of(Subject.VGG, samples).images();
    Model model = Subject.VGG.build(images);
    ProbeSet set =
        ProbeSet.of(ProbeSet.TRAIN, images.features(Subject.VGG.layout()), images.given());
    String[] names = spread(ModelAdapters.open(model).layers(), layers);
    return Stopwatch.repeat(
        REPETITIONS, () -> FeatureScope.watch(model).probeSet(set).layers(names).start().close());
  }

  /** Evenly over the depth. */
  private static String[] spread(List<String> all, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> all.get((int) ((i + 0.5) * all.size() / count)))
        .distinct()
        .toArray(String[]::new);
  }
}
