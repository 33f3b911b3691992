package io.github.featurescope.examples.toys;

import io.github.featurescope.examples.InputException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a toy: its type, its default, what it may be and what it means.
 *
 * @param <T> type of its values
 */
public final class Parameter<T> {

  private final String name;
  private final T standard;
  private final String allowed;
  private final String meaning;
  private final Reader<T> reader;

  private Parameter(String name, T standard, String allowed, String meaning, Reader<T> reader) {
    this.name = name;
    this.standard = standard;
    this.allowed = allowed;
    this.meaning = meaning;
    this.reader = reader;
    parse(String.valueOf(standard));
  }

  /**
   * Declares a whole number.
   *
   * @param name as in {@code --set name=value}
   * @param standard its default
   * @param range what it may be
   * @param meaning what it means, with its symbol
   * @return the parameter
   */
  public static Parameter<Integer> integer(String name, int standard, Range range, String meaning) {
    return new Parameter<>(
        name,
        standard,
        "a whole number " + range,
        meaning,
        text -> {
          int value = Integer.parseInt(text);
          return range.contains(value) ? value : null;
        });
  }

  /**
   * Declares a real number.
   *
   * @param name as in {@code --set name=value}
   * @param standard its default
   * @param range what it may be
   * @param meaning what it means, with its symbol
   * @return the parameter
   */
  public static Parameter<Double> real(String name, double standard, Range range, String meaning) {
    return new Parameter<>(
        name,
        standard,
        "a number " + range,
        meaning,
        text -> {
          double value = Double.parseDouble(text);
          return range.contains(value) ? value : null;
        });
  }

  /**
   * Declares a choice.
   *
   * @param name as in {@code --set name=value}
   * @param standard its default
   * @param options all values
   * @param meaning what it means
   * @return the parameter
   */
  public static Parameter<String> choice(
      String name, String standard, List<String> options, String meaning) {
    return new Parameter<>(
        name,
        standard,
        "one of " + String.join(", ", options),
        meaning,
        text -> options.contains(text) ? text : null);
  }

  /**
   * Declares a switch.
   *
   * @param name as in {@code --set name=value}
   * @param standard its default
   * @param meaning what true means
   * @return the parameter
   */
  public static Parameter<Boolean> flag(String name, boolean standard, String meaning) {
    return new Parameter<>(
        name,
        standard,
        "true or false",
        meaning,
        text -> (text.equals("true") || text.equals("false")) ? Boolean.valueOf(text) : null);
  }

  /**
   * Reads a value.
   *
   * @param text as given
   * @return the value
   * @throws InputException if it is not allowed, saying what is
   */
  T parse(String text) {
    try {
      T value = reader.read(text);
      if (value != null) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new InputException(refusal(text), e);
    }
    throw new InputException(refusal(text));
  }

  private String refusal(String text) {
    return name + " = " + text + ": give " + allowed + " (" + meaning + ")";
  }

  /**
   * Returns the name.
   *
   * @return as in {@code --set name=value}
   */
  public String name() {
    return name;
  }

  /**
   * Returns the default.
   *
   * @return an allowed value
   */
  public T standard() {
    return standard;
  }

  /**
   * Says what it may be.
   *
   * @return such as "a number above 0"
   */
  public String allowed() {
    return allowed;
  }

  /**
   * Says what it means.
   *
   * @return a few words
   */
  public String meaning() {
    return meaning;
  }

  /** Makes a value of text; null if it is not allowed. */
  private interface Reader<T> {
    @Nullable T read(String text);
  }
}
