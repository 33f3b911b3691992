/** What people see of a run: the live page, the metrics endpoint, the report. */
@NullMarked
package io.github.featurescope.dashboards;

import org.jspecify.annotations.NullMarked;
