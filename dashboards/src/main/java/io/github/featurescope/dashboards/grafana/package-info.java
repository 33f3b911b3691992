/**
 * The Grafana dashboards, written from the metric catalogue: names, units and words stand there.
 */
@NullMarked
package io.github.featurescope.dashboards.grafana;

import org.jspecify.annotations.NullMarked;
