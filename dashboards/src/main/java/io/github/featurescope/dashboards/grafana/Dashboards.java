package io.github.featurescope.dashboards.grafana;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The dashboards that the repository ships in {@code dashboards/grafana/dashboards}, written from
 * the metric catalogue.
 */
public final class Dashboards {

  static final String OVERVIEW = "featurescope-overview";
  static final String RUN = "featurescope-run";
  static final String COMPARISON = "featurescope-compare";
  static final String COST = "featurescope-cost";

  private Dashboards() {}

  /**
   * Writes all dashboards.
   *
   * @return by file name, the JSON that Grafana provisions, one line a panel
   */
  public static Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    for (Dashboard dashboard :
        List.of(
            Overview.dashboard(), OneRun.dashboard(), Comparison.dashboard(), Cost.dashboard())) {
      files.put(dashboard.name() + ".json", Lines.of(dashboard.json()));
    }
    return files;
  }

  /** Job, instance, model and run, each under those before it. */
  static List<Variable> variables(boolean manyRuns, boolean sets) {
    String epoch = Words.name("epoch");
    String job = "job=~\"$job\"";
    String instance = job + ",instance=~\"$instance\"";
    String model = instance + ",model=~\"$model\"";
    String run = model + (manyRuns ? ",run=~\"$run\"" : ",run=\"$run\"");
    List<Variable> variables = new ArrayList<>();
    variables.add(Variable.ofLabel("job", "Job", epoch, true));
    variables.add(Variable.ofLabel("instance", "Instance", epoch + "{" + job + "}", true));
    variables.add(Variable.ofLabel("model", "Model", epoch + "{" + instance + "}", true));
    variables.add(Variable.ofLabel("run", "Run", epoch + "{" + model + "}", manyRuns));
    if (sets) {
      String fit = Words.name("label.fit");
      variables.add(Variable.ofLabel("set", "Probe set", fit + "{" + run + "}", true));
    }
    return variables;
  }
}
