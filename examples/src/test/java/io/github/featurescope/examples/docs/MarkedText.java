package io.github.featurescope.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What stands in a document between {@code <!-- name -->} and {@code <!-- /name -->}. */
public final class MarkedText {

  private MarkedText() {}

  /** Compares it, or writes it with {@code -Dreadme.update=true}. */
  public static void assertHolds(Path file, String marker, String expected) throws IOException {
    String text = Files.readString(file);
    String opening = "<!-- " + marker + " -->\n";
    int begin = text.indexOf(opening) + opening.length();
    int end = text.indexOf("<!-- /" + marker + " -->");
    assertThat(end).as("markers %s in %s", marker, file).isGreaterThanOrEqualTo(begin);
    if (Boolean.getBoolean("readme.update")) {
      Files.writeString(file, text.substring(0, begin) + expected + text.substring(end));
      return;
    }

    assertThat(text.substring(begin, end)).isEqualTo(expected);
  }

  /** Compares lines, or writes them. */
  public static void assertHolds(Path file, String marker, Iterable<String> lines)
      throws IOException {
    assertHolds(file, marker, String.join("\n", lines) + "\n");
  }
}
