package io.github.featurescope.dashboards;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.listeners.RunSink;

/** Hands every event to the live page, as of one source. */
final class LivePageSink implements RunSink {

  private final LiveServer server;
  private final Runs.Source source;

  LivePageSink(LiveServer server, Runs.Source source) {
    this.server = server;
    this.source = source;
  }

  @Override
  public boolean wantsSuspects() {
    return true;
  }

  @Override
  public void event(ObjectNode event) {
    server.publish(source, event);
  }
}
