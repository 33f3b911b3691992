package io.github.featurescope.listeners;

/** Keeps account of what riding on training costs, in its two halves: taking rows, and reports. */
final class RideCost {

  private final ProbeCost all;
  private long rows;
  private long reports;
  private long lastReport;

  RideCost(ProbeCost all) {
    this.all = all;
  }

  long now() {
    return all.now();
  }

  /** Whether the rows taken so far are paid for. */
  synchronized boolean affordsRows(double share) {
    return rows * 1e-9 <= share * all.trained();
  }

  /** Whether one more report is paid for. */
  synchronized boolean affordsReport(double share) {
    return (reports + lastReport) * 1e-9 <= share * all.trained();
  }

  /** Says before training what a report takes: the first one is to be paid for too. */
  synchronized void expectReport(long nanos) {
    lastReport = nanos;
  }

  /** Books time that training waited for rows to be copied. */
  synchronized void rowsWaited(long nanos) {
    rows += nanos;
    all.waited(nanos);
  }

  /** Books time in which rows were added up. */
  synchronized void rowsAdded(long nanos, boolean waited) {
    rows += nanos;
    book(nanos, waited);
  }

  /** Books a report. */
  synchronized void reported(long nanos, boolean waited) {
    reports += nanos;
    lastReport = nanos;
    book(nanos, waited);
  }

  /** Books what the sinks took for the last report. */
  synchronized void told(long nanos, boolean waited) {
    reports += nanos;
    lastReport += nanos;
    book(nanos, waited);
  }

  private void book(long nanos, boolean waited) {
    if (waited) {
      all.waited(nanos);
    } else {
      all.beside(nanos);
    }
  }

  synchronized double seconds() {
    return (rows + reports) * 1e-9;
  }

  /** Those seconds over the time trained without waiting. */
  synchronized double share() {
    double trained = all.trained();
    return trained > 0 ? seconds() / trained : 0;
  }
}
