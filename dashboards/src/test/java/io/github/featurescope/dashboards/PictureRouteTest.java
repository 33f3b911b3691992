package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.listeners.RunSink;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PictureRouteTest {

  private static final String ROUTE = "api/picture?run=" + SyntheticRun.NAME;

  private LiveServer server;

  @BeforeEach
  void start() {
    server = LiveServer.builder().start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void show(SamplePictures pictures) {
    RunSink sink = server.sink(pictures);
    sink.event(SyntheticRun.events().get(0));
  }

  private int status(String query) throws Exception {
    return Http.get(server, query).statusCode();
  }

  @Test
  void givesASampleOfTheRunningJob() throws Exception {
    show(SyntheticRun.PICTURES);
    HttpResponse<String> picture = Http.get(server, ROUTE + "&id=7");
    assertThat(picture.statusCode()).isEqualTo(200);
    assertThat(picture.headers().firstValue("Content-Type")).hasValue("image/png");
    assertThat(picture.body()).contains("PNG");
  }

  @Test
  void knowsNoOtherRunOrSample() throws Exception {
    show(SyntheticRun.PICTURES);
    assertThat(status(ROUTE + "&id=0")).isEqualTo(404);
    assertThat(status("api/picture?run=other&id=7")).isEqualTo(404);
    assertThat(status("api/picture")).isIn(400, 404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"..%2f..%2fetc%2fpasswd", "1.png", "", "1e3", "99999999999999999999"})
  void takesNumbersOnly(String id) throws Exception {
    show(SamplePictures.in(Path.of("/")));
    assertThat(status(ROUTE + "&id=" + id)).isEqualTo(400);
  }

  @Test
  void aSampleThatCannotBeDrawnIsNotThere() throws Exception {
    show(
        id -> {
          if (id == 1) {
            throw new IOException("torn");
          }
          throw new IllegalStateException("broken");
        });
    assertThat(status(ROUTE + "&id=1")).isEqualTo(404);
    assertThat(status(ROUTE + "&id=2")).isEqualTo(404);
  }

  @Test
  void aPictureTooLargeIsNotSent() throws Exception {
    show(id -> Optional.of(new byte[SamplePictures.MAX_BYTES + 1]));
    assertThat(status(ROUTE + "&id=1")).isEqualTo(404);
  }

  @Test
  void readsAFolder(@TempDir Path folder) throws Exception {
    Files.write(folder.resolve("5.png"), SyntheticRun.PICTURES.png(5).orElseThrow());
    show(SamplePictures.in(folder));
    assertThat(status(ROUTE + "&id=5")).isEqualTo(200);
    assertThat(status(ROUTE + "&id=6")).isEqualTo(404);
  }
}
