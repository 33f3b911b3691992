package io.github.featurescope.dashboards;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link Crowd} in a process of its own, as viewers are: what they do with what they get is no
 * cost of the job that trains.
 */
final class CrowdProcess implements AutoCloseable {

  /** What came to all viewers together, in bytes, and the number of scrapes answered. */
  record Seen(long bytes, long scrapes) {}

  private final Process process;
  private final BufferedReader said;

  private CrowdProcess(Process process) throws IOException {
    this.process = process;
    this.said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    if (!"ready".equals(said.readLine())) {
      throw new IOException("the viewers have not come");
    }
  }

  /**
   * Lets viewers and a scraper come.
   *
   * <p>They are somebody else's machines, played by this one: the system serves them when the job
   * leaves it time, where it can be told so.
   *
   * @param aside whether the program gives way to the job
   */
  static CrowdProcess of(LiveServer server, int viewers, int scrapesASecond, boolean aside)
      throws IOException {
    List<String> command = new ArrayList<>(aside ? List.of("nice", "-n", "19") : List.of());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(Crowd.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    command.add(Crowd.class.getName());
    for (int number : new int[] {server.port(), viewers, scrapesASecond}) {
      command.add(Integer.toString(number));
    }
    return new CrowdProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Sends all away and asks what they have got. */
  Seen leave() throws IOException {
    process.getOutputStream().close();
    String[] numbers = String.valueOf(said.readLine()).split(" ", 2);
    return new Seen(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
