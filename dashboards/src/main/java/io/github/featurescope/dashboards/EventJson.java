package io.github.featurescope.dashboards;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;

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
    byte[] json;
    try {
      json = MAPPER.writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The event cannot be written as JSON.", e);
    }
    if (json.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "The event has " + json.length + " bytes of JSON; at most " + MAX_BYTES + " are shown.");
    }
    return json;
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
}
