package io.github.featurescope.dashboards;

/** Says that the live page cannot listen where it was told to. */
public final class PortInUseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String host;
  private final int port;

  /**
   * Creates the exception.
   *
   * @param host the address that was asked for
   * @param port the port that was asked for
   * @param cause what the server said
   */
  public PortInUseException(String host, int port, Throwable cause) {
    super(
        "The live page cannot listen on "
            + host
            + ":"
            + port
            + " because another program uses that port or it may not be opened. Choose another"
            + " port; --port 0 picks a free one.",
        cause);
    this.host = host;
    this.port = port;
  }

  /**
   * Returns the address that was asked for.
   *
   * @return the host
   */
  public String host() {
    return host;
  }

  /**
   * Returns the port that was asked for.
   *
   * @return the port
   */
  public int port() {
    return port;
  }
}
