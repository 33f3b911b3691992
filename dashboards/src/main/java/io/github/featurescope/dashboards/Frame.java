package io.github.featurescope.dashboards;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One event as it goes to every browser: written once, compressed once, and sent from the same
 * bytes to all.
 */
final class Frame {

  private final byte[] text;
  private final int head;
  private volatile byte @Nullable [] packed;

  private Frame(byte[] text, int head) {
    this.text = text;
    this.head = head;
  }

  /**
   * Makes a frame.
   *
   * @param id what a browser says to resume after it
   * @param json one line of UTF-8
   */
  static Frame of(String id, byte[] json) {
    byte[] head = ("id: " + id + "\nevent: run\ndata: ").getBytes(StandardCharsets.UTF_8);
    byte[] text = Arrays.copyOf(head, head.length + json.length + 2);
    System.arraycopy(json, 0, text, head.length, json.length);
    text[text.length - 2] = '\n';
    text[text.length - 1] = '\n';
    return new Frame(text, head.length);
  }

  /** Returns the frame as server-sent text; not to be changed. */
  byte[] text() {
    return text;
  }

  /** Returns the event alone. */
  byte[] json() {
    return Arrays.copyOfRange(text, head, text.length - 2);
  }

  /** Returns the bytes of the event alone. */
  int size() {
    return text.length - 2 - head;
  }

  /**
   * Returns the text as blocks of deflate that refer to nothing before them, so that they may
   * follow anything; not to be changed. Nobody pays for it before the first browser asks.
   */
  byte[] packed() {
    byte[] known = packed;
    if (known == null) {
      synchronized (this) {
        known = packed;
        if (known == null) {
          known = Wire.deflate(text);
          packed = known;
        }
      }
    }
    return known;
  }
}
