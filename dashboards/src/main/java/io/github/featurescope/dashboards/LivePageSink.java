package io.github.featurescope.dashboards;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.listeners.RunSink;

/** Hands every event to the live page. */
final class LivePageSink implements RunSink {

  private final LiveServer server;

  LivePageSink(LiveServer server) {
    this.server = server;
  }

  @Override
  public void event(ObjectNode event) {
    server.publish(event);
  }
}
