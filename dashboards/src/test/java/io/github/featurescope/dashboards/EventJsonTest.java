package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EventJsonTest {

  private final ObjectNode event = new ObjectMapper().createObjectNode();

  @Test
  void exactlyMeansAllDigits() {
    event.put("x", 0.1234567890123456);
    assertThat(text(EventJson.bytes(event))).isEqualTo("{\"x\":0.1234567890123456}");
  }

  @Test
  void brieflyMeansSinglePrecision() {
    event.put("x", 0.1234567890123456);
    assertThat(text(EventJson.brief(event))).isEqualTo("{\"x\":0.12345679}");
  }

  @Test
  void brieflyKeepsWhatSinglePrecisionCannotHold() {
    event.putArray("x").add(1e300).add(-1e-300).add(0.0).add(123_456_789_012L);
    assertThat(text(EventJson.brief(event)))
        .isEqualTo("{\"x\":[1.0E300,-1.0E-300,0.0,123456789012]}");
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
