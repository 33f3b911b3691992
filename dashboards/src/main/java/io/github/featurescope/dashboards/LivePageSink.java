package io.github.featurescope.dashboards;

import io.github.featurescope.listeners.Observation;
import io.github.featurescope.listeners.ProbeFailure;
import io.github.featurescope.listeners.RunEnd;
import io.github.featurescope.listeners.RunInfo;
import io.github.featurescope.listeners.RunJson;
import io.github.featurescope.listeners.RunSink;

/** Hands every event to the live page. */
final class LivePageSink implements RunSink {

  private final LiveServer server;

  LivePageSink(LiveServer server) {
    this.server = server;
  }

  @Override
  public void started(RunInfo info) {
    server.publish(RunJson.start(info));
  }

  @Override
  public void observed(Observation observation) {
    server.publish(RunJson.probe(observation));
  }

  @Override
  public void failed(ProbeFailure failure) {
    server.publish(RunJson.failure(failure));
  }

  @Override
  public void ended(RunEnd end) {
    server.publish(RunJson.end(end));
  }
}
