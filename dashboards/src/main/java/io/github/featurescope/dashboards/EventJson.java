package io.github.featurescope.dashboards;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Writes events as JSON and knows which of them a shortened history must keep. */
final class EventJson {

  /** An event above this many bytes is refused, so that one event cannot push out all others. */
  static final int MAX_BYTES = 1 << 20;

  static final ObjectMapper MAPPER = new ObjectMapper();

  private final Map<String, String> regimes = new HashMap<>();

  private EventJson() {}

  static EventJson create() {
    return new EventJson();
  }

  /** Returns the event as one line of UTF-8. */
  static byte[] bytes(JsonNode event) {
    return bytes(event, generator -> generator);
  }

  /**
   * Returns the event as one line of UTF-8 with numbers in single precision: 7 digits are more than
   * any chart shows, and half of what has to be written and sent. The run log has them all.
   */
  static byte[] brief(JsonNode event) {
    return bytes(event, SinglePrecision::new);
  }

  private static byte[] bytes(JsonNode event, UnaryOperator<JsonGenerator> form) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 14);
    try (JsonGenerator generator = form.apply(MAPPER.createGenerator(out))) {
      MAPPER.writeTree(generator, event);
    } catch (IOException e) {
      throw new IllegalArgumentException("The event cannot be written as JSON.", e);
    }
    if (out.size() > MAX_BYTES) {
      throw new IllegalArgumentException(
          "The event has " + out.size() + " bytes of JSON; at most " + MAX_BYTES + " are shown.");
    }
    return out.toByteArray();
  }

  /** Whether a shortened history must keep the event: a start, an end or a change of regime. */
  synchronized boolean stays(JsonNode event) {
    String kind = event.path("event").asText();
    if (!kind.equals("probe")) {
      return kind.equals("start") || kind.equals("end");
    }
    String now = event.path("stage").asText() + "/" + event.at("/verdict/state").asText();
    return !now.equals(regimes.put(event.path("run").asText(), now));
  }

  /** Lets go of a run. */
  synchronized void forget(String run) {
    regimes.remove(run);
  }

  /** Writes a number in single precision, apart from one beyond its range. */
  private static final class SinglePrecision extends JsonGeneratorDelegate {

    SinglePrecision(JsonGenerator generator) {
      super(generator);
    }

    @Override
    public void writeNumber(double value) throws IOException {
      double size = Math.abs(value);
      if (size >= Float.MIN_NORMAL && size <= Float.MAX_VALUE) {
        super.writeNumber((float) value);
      } else {
        super.writeNumber(value);
      }
    }
  }
}
