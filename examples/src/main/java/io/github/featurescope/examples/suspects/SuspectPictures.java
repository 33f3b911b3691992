package io.github.featurescope.examples.suspects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.dashboards.SamplePictures;
import io.github.featurescope.examples.data.LabelledImages;
import io.github.featurescope.listeners.RunSink;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;

/** Draws training images by their ids, for the live page, and leaves the suspicious in a folder. */
public final class SuspectPictures implements SamplePictures {

  /** A run leaves no more pictures than this. */
  static final int MOST = 256;

  private final LabelledImages images;
  private final Map<Long, Integer> places = new HashMap<>();

  private SuspectPictures(LabelledImages images) {
    this.images = images;
    int[] origins = images.origins();
    for (int i = 0; i < origins.length; i++) {
      places.put((long) origins[i], i);
    }
  }

  /**
   * Takes the images.
   *
   * @param images ids by {@link LabelledImages#origins()}
   * @return their pictures, drawn when they are asked for
   */
  public static SuspectPictures of(LabelledImages images) {
    return new SuspectPictures(images);
  }

  @Override
  public Optional<byte[]> png(long id) throws IOException {
    Integer place = places.get(id);
    if (place == null) {
      return Optional.empty();
    }
    BufferedImage picture = Picture.of(images.pixels(place), images.shape());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!ImageIO.write(picture, "png", out)) {
      throw new IOException("this Java runtime writes no PNG");
    }
    return Optional.of(out.toByteArray());
  }

  /**
   * Makes a sink that leaves pictures of the samples that a run suspects while it trains, so that a
   * report can show them when the data are gone; the first 256 of them.
   *
   * @param folder made when the first picture is written
   * @return a sink
   */
  public RunSink keptIn(Path folder) {
    return new Keeper(folder);
  }

  private final class Keeper implements RunSink {
    private final Path folder;
    private final Map<Long, Boolean> seen = new HashMap<>();

    private Keeper(Path folder) {
      this.folder = folder;
    }

    @Override
    public boolean wantsSuspects() {
      return true;
    }

    @Override
    public void event(ObjectNode event) {
      if (!event.path("event").asText().equals("suspects")) {
        return;
      }
      for (JsonNode sample : event.path("samples")) {
        long id = sample.path("id").asLong();
        if (seen.size() < MOST && seen.put(id, true) == null) {
          keep(id);
        }
      }
    }

    private void keep(long id) {
      try {
        Optional<byte[]> png = png(id);
        if (png.isPresent()) {
          Files.createDirectories(folder);
          Files.write(folder.resolve(id + ".png"), png.get());
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write pictures to " + folder + " (" + e + ")", e);
      }
    }
  }
}
