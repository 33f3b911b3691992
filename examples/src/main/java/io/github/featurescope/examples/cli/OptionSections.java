package io.github.featurescope.examples.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Lists the options of each mixin under its name, and then the command's own. */
final class OptionSections implements IHelpSectionRenderer {

  @Override
  public String render(Help help) {
    StringBuilder text = new StringBuilder();
    Map<String, CommandSpec> mixins = help.commandSpec().mixins();
    for (Map.Entry<String, CommandSpec> mixin : mixins.entrySet()) {
      if (!mixin.getKey().equals("mixinStandardHelpOptions")) {
        String name = mixin.getKey();
        text.append(System.lineSeparator())
            .append(name.substring(0, 1).toUpperCase(Locale.ROOT))
            .append(name.substring(1))
            .append(System.lineSeparator())
            .append(options(help, mixin.getValue().options()));
      }
    }
    List<OptionSpec> own =
        help.commandSpec().options().stream()
            .filter(
                option ->
                    mixins.entrySet().stream()
                        .noneMatch(
                            mixin ->
                                !mixin.getKey().equals("mixinStandardHelpOptions")
                                    && mixin
                                        .getValue()
                                        .optionsMap()
                                        .containsKey(option.longestName())))
            .toList();
    return text.append(System.lineSeparator()).append(options(help, own)).toString();
  }

  private static String options(Help help, List<OptionSpec> options) {
    Help.Layout layout = help.createDefaultLayout();
    layout.addOptions(options, help.createDefaultParamLabelRenderer());
    return layout.toString();
  }
}
