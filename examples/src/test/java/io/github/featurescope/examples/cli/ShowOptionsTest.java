package io.github.featurescope.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may look at a run, and what stands beside it. */
class ShowOptionsTest {

  @TempDir private Path folder;

  private CommandLineTest.Answer train(String name, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--epochs=1",
                "--train-size=200",
                "--heldout-size=60",
                "--test-size=60",
                "--probe-size=100",
                "--out=" + folder.resolve(name)));
    Stream.of(more).forEach(arguments::add);
    return CommandLineTest.run(arguments.toArray(String[]::new));
  }

  @Test
  void anotherAddressTakesAToken() {
    CommandLineTest.Answer answer = train("a", "--host=0.0.0.0");
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("--host 0.0.0.0", "--token new", "127.0.0.1");
    assertThat(folder.resolve("a")).doesNotExist();
  }

  @Test
  void aNewTokenIsPrintedWithTheAddress() {
    CommandLineTest.Answer answer = train("a", "--port=0", "--token=new");
    assertThat(answer.code()).isZero();
    assertThat(answer.out()).containsPattern("http://127.0.0.1:\\d+/\\?token=[A-Za-z0-9_-]{32} ");
  }

  @Test
  void aTokenThatIsTooShortIsNamed() {
    CommandLineTest.Answer answer = train("a", "--port=0", "--token=secret");
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("--token", "6 characters", "choose 16");
  }

  @Test
  void whatIsComparedMustBeARun() {
    CommandLineTest.Answer answer = train("a", "--port=0", "--compare=" + folder.resolve("none"));
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("none", "no run.jsonl");
  }

  @Test
  void severalRunsMakeOnePage() {
    assertThat(train("a", "--port=0").code()).isZero();
    assertThat(train("b", "--port=0", "--compare=" + folder.resolve("a")).code()).isZero();
    Path page = folder.resolve("both.html");
    CommandLineTest.Answer answer =
        CommandLineTest.run(
            "report",
            "--out=" + page,
            folder.resolve("a").toString(),
            folder.resolve("b").toString());
    assertThat(answer.code()).isZero();
    assertThat(answer.out()).contains("both.html");
    assertThat(page).content().contains("\"run\":\"a\"", "\"run\":\"b\"", "data:image/png");
    assertThat(folder.resolve("a/pictures")).isNotEmptyDirectory();
  }
}
