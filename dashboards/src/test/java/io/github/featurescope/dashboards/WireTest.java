package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {

  private static final Frame ONE = frame(1, 20_000);
  private static final Frame TWO = frame(2, 300);
  private static final Frame THREE = frame(3, 1);

  private static Frame frame(int seed, int length) {
    StringBuilder json = new StringBuilder();
    Random random = new Random(seed);
    while (json.length() < length) {
      json.append(random.nextFloat()).append(',');
    }
    return Frame.of("id-" + seed, json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] sent(Wire wire) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    put(out, wire.opening("hello\n\n"));
    put(out, wire.frames(List.of(ONE)));
    put(out, wire.text(": beat\n\n"));
    put(out, wire.frames(List.of(TWO, THREE)));
    put(out, wire.frames(List.of(ONE)));
    put(out, wire.end());
    return out.toByteArray();
  }

  private static void put(ByteArrayOutputStream out, ByteBuffer bytes) {
    out.write(bytes.array(), bytes.position(), bytes.remaining());
  }

  @Test
  void gzipOfSharedFramesIsOneValidStream() throws Exception {
    // It compares checksum and length at the end.
    try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(sent(Wire.gzip())))) {
      assertThat(unpacked.readAllBytes()).isEqualTo(sent(Wire.plain()));
    }
  }

  @Test
  void packsAFrameOnceForAll() {
    assertThat(Wire.gzip().frames(List.of(ONE)).array())
        .isSameAs(Wire.gzip().frames(List.of(ONE)).array())
        .hasSizeLessThan(ONE.text().length * 6 / 10);
  }

  @Test
  void givesTheEventAsItCame() {
    byte[] json = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    Frame frame = Frame.of("7", json);
    assertThat(frame.json()).isEqualTo(json);
    assertThat(frame.size()).isEqualTo(json.length);
    assertThat(frame.text())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("id: 7\nevent: run\ndata: {\"a\":1}\n\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate, gzip", "GZIP;q=0.5", "br;q=1.0, gzip ; q=0.1"})
  void packsForWhoTakesIt(String encodings) {
    assertThat(FrontDoor.accepts(encodings)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "deflate", "gzip;q=0", "gzip; q=0.000", "xgzip"})
  void doesNotPackForOthers(String encodings) {
    assertThat(FrontDoor.accepts(encodings)).isFalse();
  }
}
