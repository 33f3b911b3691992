package io.github.featurescope.examples.suspects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.examples.data.ImageShape;
import io.github.featurescope.examples.data.LabelledImages;
import io.github.featurescope.listeners.RunSink;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuspectPicturesTest {

  @TempDir private Path folder;

  private static LabelledImages images(int n) {
    List<float[]> pixels = new ArrayList<>();
    int[] given = new int[n];
    for (int i = 0; i < n; i++) {
      pixels.add(new float[] {0, 0, 0, i == 1 ? 1 : 0});
      given[i] = i % 2;
    }
    return LabelledImages.of(new ImageShape(1, 2, 2), List.of("left", "right"), pixels, given);
  }

  private static ObjectNode suspects(int from, int count) {
    ObjectNode event = new ObjectMapper().createObjectNode().put("event", "suspects");
    ArrayNode samples = event.putArray("samples");
    for (int id = from; id < from + count; id++) {
      samples.addObject().put("id", id);
    }
    return event;
  }

  private long files() throws Exception {
    try (var all = Files.list(folder)) {
      return all.count();
    }
  }

  @Test
  void drawsTheSampleOfAnId() throws Exception {
    SuspectPictures pictures = SuspectPictures.of(images(4));
    BufferedImage drawn = ImageIO.read(new ByteArrayInputStream(pictures.png(1).orElseThrow()));
    assertThat(drawn.getRGB(1, 1) & 0xFFFFFF).isZero();
    assertThat(drawn.getRGB(0, 0) & 0xFFFFFF).isEqualTo(0xFFFFFF);
  }

  @Test
  void hasNoOtherSamples() throws Exception {
    assertThat(SuspectPictures.of(images(4)).png(4)).isEmpty();
    assertThat(SuspectPictures.of(images(4)).png(-1)).isEmpty();
  }

  @Test
  void leavesThoseThatARunSuspects() throws Exception {
    RunSink sink = SuspectPictures.of(images(9)).keptIn(folder);
    sink.event(suspects(2, 3));
    sink.event(suspects(3, 4));
    assertThat(files()).isEqualTo(5);
    assertThat(folder.resolve("6.png")).exists();
  }

  @Test
  void leavesABoundedNumber() throws Exception {
    RunSink sink = SuspectPictures.of(images(400)).keptIn(folder);
    for (int from = 0; from < 400; from += 20) {
      sink.event(suspects(from, 20));
    }
    assertThat(files()).isEqualTo(SuspectPictures.MOST);
  }
}
