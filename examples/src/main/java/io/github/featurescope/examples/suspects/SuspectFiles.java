package io.github.featurescope.examples.suspects;

import io.github.featurescope.examples.data.LabelledImages;
import io.github.featurescope.listeners.SuspectList;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;

/** Leaves the suspicious samples of a run in its folder: as CSV, as JSON and as a picture. */
public final class SuspectFiles {

  /** Pictures on the sheet: eight rows of eight, what an eye takes in. */
  private static final int SHOWN = 64;

  private final Path folder;

  private SuspectFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Names the folder.
   *
   * @param folder of a run; must exist
   * @return the files in it, not yet written
   */
  public static SuspectFiles in(Path folder) {
    return new SuspectFiles(folder);
  }

  /**
   * Returns the file with one line a sample.
   *
   * @return {@code suspects.csv} in the folder
   */
  public Path csv() {
    return folder.resolve("suspects.csv");
  }

  /**
   * Returns the file with noise rate and samples.
   *
   * @return {@code suspects.json} in the folder
   */
  public Path json() {
    return folder.resolve("suspects.json");
  }

  /**
   * Returns the contact sheet.
   *
   * @return {@code suspects.png} in the folder
   */
  public Path sheet() {
    return folder.resolve("suspects.png");
  }

  /**
   * Writes all three, each whole or not at all.
   *
   * @param list of the watched samples, ids by {@link LabelledImages#origins()}
   * @param images holds these samples, and others or not
   * @throws UncheckedIOException if a file cannot be written
   */
  public void write(SuspectList list, LabelledImages images) {
    list.writeCsv(csv());
    list.writeJson(json());
    writeSheet(list, images);
  }

  private void writeSheet(SuspectList list, LabelledImages images) {
    int[] origins = images.origins();
    Map<Long, Integer> places = new HashMap<>();
    for (int i = 0; i < origins.length; i++) {
      places.put((long) origins[i], i);
    }
    List<ContactSheet.Cell> cells = new ArrayList<>();
    for (SuspectList.Entry entry : list.entries()) {
      Integer place = places.get(entry.id());
      if (place != null && cells.size() < SHOWN) {
        cells.add(cell(entry, Picture.of(images.pixels(place), images.shape()), images));
      }
    }
    write(ContactSheet.draw("Labels that look wrong", subtitle(list, cells.size()), cells));
  }

  private static ContactSheet.Cell cell(
      SuspectList.Entry entry, BufferedImage picture, LabelledImages images) {
    return new ContactSheet.Cell(
        picture,
        entry.id(),
        images.classNames().get(entry.given()),
        images.classNames().get(entry.suggested()),
        entry.probability());
  }

  private static String subtitle(SuspectList list, int shown) {
    Double rate = list.noiseRate().rate();
    return String.format(
        Locale.ROOT,
        "The %d most suspicious of %,d samples, given label → suggested label, with the probability"
            + " that the given one is wrong. %s",
        shown,
        list.entries().size(),
        rate == null
            ? "The noise rate cannot be judged."
            : String.format(Locale.ROOT, "Estimated noise rate %.0f %%.", 100 * rate));
  }

  private void write(BufferedImage picture) {
    try {
      Path temporary = Files.createTempFile(folder, "suspects", ".tmp");
      if (!ImageIO.write(picture, "png", temporary.toFile())) {
        throw new IOException("this Java runtime writes no PNG");
      }
      Files.move(temporary, sheet(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + sheet() + " (" + e + ")", e);
    }
  }
}
