package io.github.featurescope.examples.data;

import java.util.List;
import java.util.stream.IntStream;

/** Some of the classes of a data set, in a new order, or all. */
public final class ClassChoice {

  private final List<String> chosen;

  private ClassChoice(List<String> chosen) {
    this.chosen = chosen;
  }

  /**
   * Keeps every class.
   *
   * @return all classes
   */
  public static ClassChoice all() {
    return new ClassChoice(List.of());
  }

  /**
   * Keeps some classes.
   *
   * @param chosen names or numbers, at least two, in the order in which they are numbered anew;
   *     none for all classes
   * @return the choice
   * @throws DataException if it is a single class
   */
  public static ClassChoice of(List<String> chosen) {
    if (chosen.size() == 1) {
      throw new DataException(
          "--classes " + chosen.get(0) + ": one class has nothing to tell apart; name two or more");
    }
    return new ClassChoice(List.copyOf(chosen));
  }

  /** How many images of ten balanced classes hold enough of the chosen ones. */
  int outOfTen(int wanted) {
    if (chosen.isEmpty()) {
      return wanted;
    }
    long each = (wanted + chosen.size() - 1L) / chosen.size();
    return Math.toIntExact(Math.min(10 * each, Integer.MAX_VALUE));
  }

  /** Keeps the samples of the chosen classes. */
  LabelledImages of(LabelledImages images) {
    if (chosen.isEmpty()) {
      return images;
    }
    List<String> names = images.classNames();
    int[] classes = chosen.stream().mapToInt(one -> number(one.strip(), names)).toArray();
    if (IntStream.of(classes).distinct().count() < classes.length) {
      throw new DataException(this + ": a class stands there twice; name each once");
    }
    return images.ofClasses(classes);
  }

  private int number(String text, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(text)) {
        return i;
      }
    }
    if (text.matches("\\d{1,9}") && Integer.parseInt(text) < names.size()) {
      return Integer.parseInt(text);
    }
    throw new DataException(
        this + ": there is no class '" + text + "'; give numbers or names of " + names);
  }

  /** The option on the command line. */
  @Override
  public String toString() {
    return chosen.isEmpty() ? "all classes" : "--classes " + String.join(",", chosen);
  }
}
