package io.github.featurescope.examples.suspects;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.examples.data.ImageShape;
import io.github.featurescope.examples.data.LabelledImages;
import io.github.featurescope.listeners.SuspectList;
import io.github.featurescope.probes.Matrix;
import io.github.featurescope.probes.SampleHistory;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuspectFilesTest {

  private static final int[] GIVEN = {0, 1, 0, 1};

  private static LabelledImages images() {
    List<float[]> pixels =
        List.of(new float[] {0, 0, 0, 1}, new float[4], new float[4], new float[4]);
    return LabelledImages.of(new ImageShape(1, 2, 2), List.of("left", "right"), pixels, GIVEN);
  }

  private static SampleHistory history() {
    SampleHistory history = SampleHistory.of(GIVEN, 2);
    history.observe(Matrix.ofRowMajor(4, 2, new double[] {0, 4, 0, 4, 4, 0, 0, 3}));
    return history;
  }

  @Test
  void leavesListsAndASheetInTheFolder(@TempDir Path folder) throws Exception {
    SuspectFiles files = SuspectFiles.in(folder);
    files.write(
        SuspectList.of(history(), new long[] {0, 1, 2, 3}, images().classNames()), images());
    assertThat(Files.readAllLines(files.csv()).get(1)).startsWith("1,0,0,1,\"left\",\"right\"");
    assertThat(files.json()).content().contains("\"suggestedName\" : \"right\"");
    BufferedImage sheet = ImageIO.read(files.sheet().toFile());
    assertThat(sheet.getWidth()).isGreaterThan(1000);
    try (var all = Files.list(folder)) {
      assertThat(all).hasSize(3);
    }
  }

  @Test
  void lightStrokesOnBlackBecomeInkOnPaper() {
    BufferedImage picture = Picture.of(new float[] {0, 0, 0, 1}, new ImageShape(1, 2, 2));
    assertThat(picture.getRGB(0, 0) & 0xFFFFFF).isEqualTo(0xFFFFFF);
    assertThat(picture.getRGB(1, 1) & 0xFFFFFF).isZero();
  }

  @Test
  void coloursKeepTheirChannels() {
    BufferedImage picture = Picture.of(new float[] {1, 0.5f, 0}, new ImageShape(3, 1, 1));
    assertThat(picture.getRGB(0, 0) & 0xFFFFFF).isEqualTo(0xFF8000);
  }
}
