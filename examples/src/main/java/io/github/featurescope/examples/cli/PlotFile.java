package io.github.featurescope.examples.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Lets {@code --plot} stand alone before a toy's name: only what has a dot, as no name of a toy
 * has, is its file.
 */
final class PlotFile implements IParameterPreprocessor {

  /** Where no file is given. */
  static final Path OF_ITS_OWN = Path.of("NAME.svg");

  @Override
  @SuppressWarnings("JdkObsolete") // picocli's signature
  public boolean preprocess(
      Stack<String> args, CommandSpec command, ArgSpec option, Map<String, Object> info) {
    boolean attached = !" ".equals(info.get("separator"));
    boolean file = !args.isEmpty() && !args.peek().startsWith("-") && args.peek().contains(".");
    if (!attached && !file) {
      args.push(OF_ITS_OWN.toString());
    }
    return false;
  }
}
