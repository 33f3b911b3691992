package io.github.featurescope.dashboards;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What a request must know to be answered; compared in a time that tells nothing of it. */
final class AccessToken {

  private static final int RANDOM_BYTES = 24;
  private static final int LEAST = 16;
  private static final int MOST = 256;

  private final String value;

  private AccessToken(String value) {
    this.value = value;
  }

  /**
   * Takes a token.
   *
   * @throws IllegalArgumentException if it is too short, too long or not fit for an address
   */
  static AccessToken of(String value) {
    if (value.length() < LEAST || value.length() > MOST || !value.matches("[A-Za-z0-9._~-]+")) {
      throw new IllegalArgumentException(
          "The token has "
              + value.length()
              + " characters; choose "
              + LEAST
              + " to "
              + MOST
              + " letters, digits or . _ ~ -");
    }
    return new AccessToken(value);
  }

  /** Makes a token that nobody can guess, 32 characters long. */
  static AccessToken random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new AccessToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  String value() {
    return value;
  }

  boolean matches(@Nullable String offered) {
    return offered != null && MessageDigest.isEqual(bytes(value), bytes(offered));
  }

  /** Whether an Authorization header bears it. */
  boolean isBorneBy(@Nullable String authorization) {
    String scheme = "Bearer ";
    return authorization != null
        && authorization.regionMatches(true, 0, scheme, 0, scheme.length())
        && matches(authorization.substring(scheme.length()).trim());
  }

  /** Whether a Cookie header holds it under a name. */
  boolean isIn(@Nullable String cookies, String name) {
    if (cookies == null) {
      return false;
    }
    boolean found = false;
    for (String cookie : cookies.split(";", -1)) {
      int equals = cookie.indexOf('=');
      if (equals > 0 && cookie.substring(0, equals).trim().equals(name)) {
        found |= matches(cookie.substring(equals + 1).trim());
      }
    }
    return found;
  }

  /** Digests, so that the time does not even tell the length. */
  private static byte[] bytes(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
