package io.github.featurescope.examples.toys;

import io.github.featurescope.examples.InputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A value for each parameter of a toy. Immutable. */
public final class Settings {

  private final Toy toy;
  private final Map<String, Object> values;

  private Settings(Toy toy, Map<String, Object> values) {
    this.toy = toy;
    this.values = values;
  }

  /**
   * Takes the defaults but for some.
   *
   * @param toy whose parameters
   * @param assignments such as {@code strength=25}
   * @return the settings
   * @throws InputException if a key is unknown or a value not allowed, saying what is
   */
  public static Settings of(Toy toy, List<String> assignments) {
    Map<String, Object> values = new LinkedHashMap<>();
    toy.parameters().forEach(parameter -> values.put(parameter.name(), parameter.standard()));
    for (String assignment : assignments) {
      int at = assignment.indexOf('=');
      if (at < 0) {
        throw new InputException("'" + assignment + "': give key=value, such as " + example(toy));
      }
      Parameter<?> parameter = parameter(toy, assignment.substring(0, at).strip());
      values.put(parameter.name(), parameter.parse(assignment.substring(at + 1).strip()));
    }
    Settings settings = new Settings(toy, values);
    toy.check(settings);
    return settings;
  }

  private static Parameter<?> parameter(Toy toy, String key) {
    return toy.parameters().stream()
        .filter(parameter -> parameter.name().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    key
                        + ": "
                        + toy.card().name()
                        + " has no such parameter; it has "
                        + toy.parameters().stream()
                            .map(Parameter::name)
                            .collect(Collectors.joining(", "))));
  }

  private static String example(Toy toy) {
    Parameter<?> first = toy.parameters().get(0);
    return first.name() + "=" + first.standard();
  }

  /**
   * Returns a value.
   *
   * @param <T> its type
   * @param parameter one of the toy's
   * @return its value
   * @throws IllegalArgumentException if the toy does not declare it
   */
  @SuppressWarnings("unchecked") // parse() made the value, and is of the parameter's type
  public <T> T get(Parameter<T> parameter) {
    Object value = values.get(parameter.name());
    if (value == null || !toy.parameters().contains(parameter)) {
      throw new IllegalArgumentException(
          toy.card().name() + " does not declare " + parameter.name());
    }
    return (T) value;
  }

  /**
   * Returns all values in the order of their declaration.
   *
   * @return by name
   */
  public Map<String, Object> values() {
    return new LinkedHashMap<>(values);
  }

  /**
   * Refuses a combination of values.
   *
   * @param holds what must hold
   * @param otherwise what was wrong and what to do
   * @throws InputException if it does not
   */
  public static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new InputException(otherwise);
    }
  }

  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }
}
