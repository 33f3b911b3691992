package io.github.featurescope.dashboards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Viewers that read whatever comes, all in one thread so that they take little of the machine that
 * trains, and a scraper.
 */
final class Crowd implements AutoCloseable {

  private final LiveServer server;
  private final Selector selector = Selector.open();
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong scrapes = new AtomicLong();
  private final Thread reader = new Thread(this::read, "viewers");
  private final Thread scraper;
  private volatile boolean done;

  private Crowd(LiveServer server, int viewers, int scrapesASecond) throws IOException {
    this.server = server;
    for (int i = 0; i < viewers; i++) {
      SocketChannel viewer = SocketChannel.open(new InetSocketAddress("127.0.0.1", server.port()));
      viewer.write(ask("/events", "text/event-stream"));
      viewer.configureBlocking(false);
      viewer.register(selector, SelectionKey.OP_READ);
    }
    this.scraper = new Thread(() -> scrape(1000 / scrapesASecond), "scraper");
    reader.setDaemon(true);
    scraper.setDaemon(true);
    reader.start();
    scraper.start();
  }

  static Crowd of(LiveServer server, int viewers, int scrapesASecond) throws IOException {
    return new Crowd(server, viewers, scrapesASecond);
  }

  private static ByteBuffer ask(String path, String accept) {
    String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: " + accept;
    return ByteBuffer.wrap((request + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  private void read() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    try {
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
    } catch (IOException e) {
      if (!done) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void scrape(long everyMillis) {
    byte[] buffer = new byte[1 << 16];
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      while (!done) {
        socket.getOutputStream().write(ask("/metrics", "text/plain").array());
        int read = socket.getInputStream().read(buffer);
        while (read > 0 && socket.getInputStream().available() > 0) {
          read = socket.getInputStream().read(buffer);
        }
        scrapes.incrementAndGet();
        Thread.sleep(everyMillis);
      }
    } catch (IOException e) {
      if (!done) {
        throw new UncheckedIOException(e);
      }
    } catch (InterruptedException ignored) {
      // the end
    }
  }

  /** Bytes that came to all viewers together. */
  long received() {
    return received.get();
  }

  long scrapes() {
    return scrapes.get();
  }

  @Override
  public void close() throws IOException {
    done = true;
    scraper.interrupt();
    selector.wakeup();
    try {
      reader.join(2000);
      scraper.join(2000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
