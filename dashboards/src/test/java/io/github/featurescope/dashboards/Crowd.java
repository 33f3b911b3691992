package io.github.featurescope.dashboards;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program of viewers that read whatever comes, all in one thread, and of a scraper. It says
 * "ready" when all are connected, and what they have received when its input ends.
 */
final class Crowd {

  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");

  private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

  private final int port;
  private final Selector selector = Selector.open();
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong scrapes = new AtomicLong();
  private volatile boolean done;

  private Crowd(int port, int viewers) throws IOException {
    this.port = port;
    for (int i = 0; i < viewers; i++) {
      SocketChannel viewer = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
      viewer.write(ask("/events", "text/event-stream\r\nAccept-Encoding: gzip, deflate"));
      viewer.configureBlocking(false);
      viewer.register(selector, SelectionKey.OP_READ);
    }
  }

  /** Takes a port, a number of viewers and a number of scrapes a second. */
  public static void main(String[] args) throws Exception {
    Crowd crowd = new Crowd(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    Thread reader = new Thread(() -> crowd.quietly(crowd::read), "viewers");
    long pause = 1000 / Long.parseLong(args[2]);
    Thread scraper = new Thread(() -> crowd.quietly(() -> crowd.scrape(pause)), "scraper");
    reader.setDaemon(true);
    scraper.setDaemon(true);
    reader.start();
    scraper.start();
    System.out.println("ready");
    while (System.in.read() >= 0) {
      // until the test closes it
    }
    crowd.done = true;
    System.out.println(crowd.received.get() + " " + crowd.scrapes.get());
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private void quietly(Work work) {
    try {
      work.run();
    } catch (IOException | InterruptedException e) {
      if (!done) {
        System.err.println(e);
      }
    }
  }

  private static ByteBuffer ask(String path, String accept) {
    String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: " + accept;
    return ByteBuffer.wrap((request + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  private void read() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    while (!done) {
      selector.select(200);
      for (SelectionKey key : selector.selectedKeys()) {
        buffer.clear();
        int read = ((SocketChannel) key.channel()).read(buffer);
        if (read < 0) {
          key.cancel();
        } else {
          received.addAndGet(read);
        }
      }
      selector.selectedKeys().clear();
    }
  }

  private void scrape(long everyMillis) throws IOException, InterruptedException {
    byte[] buffer = new byte[1 << 16];
    try (Socket socket = new Socket("127.0.0.1", port)) {
      while (!done) {
        socket.getOutputStream().write(ask("/metrics", "text/plain").array());
        skipAnswer(socket.getInputStream(), buffer);
        scrapes.incrementAndGet();
        Thread.sleep(everyMillis);
      }
    }
  }

  /** Reads an answer to its end, whether its length is told or it comes in chunks. */
  private static void skipAnswer(InputStream in, byte[] buffer) throws IOException {
    int read = 0;
    int head = -1;
    String text = "";
    while (head < 0) {
      int more = in.read(buffer, read, buffer.length - read);
      if (more < 0) {
        throw new EOFException("the scrape was not answered");
      }
      read += more;
      text = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
      head = text.indexOf("\r\n\r\n");
    }
    Matcher length = LENGTH.matcher(text.substring(0, head));
    if (length.find()) {
      in.skipNBytes(head + 4 + Long.parseLong(length.group(1)) - read);
      return;
    }
    while (!text.endsWith(LAST_CHUNK)) {
      int more = in.read(buffer);
      if (more < 0) {
        throw new EOFException("the scrape was cut off");
      }
      String rest = text.substring(Math.max(0, text.length() - LAST_CHUNK.length()));
      text = rest + new String(buffer, 0, more, StandardCharsets.ISO_8859_1);
    }
  }
}
