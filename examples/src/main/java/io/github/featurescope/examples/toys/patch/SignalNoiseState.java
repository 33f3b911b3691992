package io.github.featurescope.examples.toys.patch;

/**
 * Gradient descent on a {@link PatchNetwork} with the logistic loss, followed exactly by 2m(n + 1)
 * numbers.
 *
 * <p>Every update lies in the span of μ and the ξ of the training samples. So it is enough to keep
 * ⟨w, μ⟩, ⟨w, ξ<sub>i</sub>⟩ and the coefficients γ and ρ of w = w(0) + j γ μ/‖μ‖² + Σ<sub>i</sub>
 * ρ<sub>i</sub> ξ<sub>i</sub>/‖ξ<sub>i</sub>‖², j = ±1 the sign of the filter: the decomposition of
 * Cao et al., arXiv 2202.06526, definition 5.1, with both signs of ρ in one number. A step costs
 * 2mn² operations, whatever the dimension, and allocates nothing. Noise with a part along μ is
 * allowed for.
 *
 * <p>Not safe for use by several threads.
 */
public final class SignalNoiseState {

  private final PatchData data;
  private final PatchNetwork start;
  private final SpanGradient gradient;
  private final SpanPoint point;
  private final double[] given;
  private final double[] signalPart;
  private final double[] noiseParts;
  private int steps;

  private SignalNoiseState(PatchData data, PatchNetwork start) {
    this.data = data;
    this.start = start;
    this.gradient = new SpanGradient(data, start);
    this.point = SpanPoint.of(data, start);
    this.given = data.givenSigns();
    this.signalPart = new double[point.along().length];
    this.noiseParts = new double[point.onNoise().length];
  }

  /**
   * Starts at a network.
   *
   * @param data training samples
   * @param network where training starts
   * @return the state at step 0
   * @throws IllegalArgumentException if network and samples differ in dimension
   */
  public static SignalNoiseState start(PatchData data, PatchNetwork network) {
    network.outputs(data); // says what does not fit
    return new SignalNoiseState(data, network);
  }

  /**
   * Takes one step of full-batch gradient descent on the given labels.
   *
   * @param rate η, above 0
   * @return the mean loss before the step
   */
  public double step(double rate) {
    return advance(rate, given);
  }

  /**
   * Takes one step on labels of the caller's choice, as label-noise gradient descent does.
   *
   * @param rate η, above 0
   * @param labels [n], 0 or 1
   * @return the mean loss before the step, against these labels
   * @throws IllegalArgumentException if the rate or the labels do not fit
   */
  public double step(double rate, int[] labels) {
    PatchData.requireLabels("given", labels, data.samples());
    return advance(rate, PatchData.signs(labels));
  }

  private double advance(double rate, double[] told) {
    Check.positive("learning rate", rate);
    double loss = gradient.at(point, told);
    move(rate);
    return loss;
  }

  /**
   * Takes one step of sharpness-aware minimisation: along the gradient at w + radius·∇/‖∇‖, the
   * norm over all weights (Chen et al., arXiv 2310.07269).
   *
   * @param rate η, above 0
   * @param radius of the ascent, above 0
   * @return the mean loss before the step
   */
  public double sharpnessAwareStep(double rate, double radius) {
    Check.positive("learning rate", rate);
    Check.positive("radius", radius);
    double loss = gradient.at(point, given);
    double norm = gradient.norm();
    SpanPoint above = point.copy();
    // The gradient's fields point downhill.
    above.add(-radius / (norm + 1e-12), gradient);
    gradient.at(above, given);
    move(rate);
    return loss;
  }

  private void move(double rate) {
    point.add(rate, gradient);
    Vectors.add(signalPart, rate, gradient.onSignal());
    Vectors.add(noiseParts, rate, gradient.onNoise());
    steps++;
  }

  /**
   * Returns the number of steps taken.
   *
   * @return at least 0
   */
  public int steps() {
    return steps;
  }

  /**
   * Returns the training samples.
   *
   * @return those that it was started with
   */
  public PatchData data() {
    return data;
  }

  /**
   * Returns the outputs on the training samples.
   *
   * @return f, [n]
   */
  public double[] outputs() {
    return gradient.outputs(point).clone();
  }

  /**
   * Returns the largest inner product of a filter with the signal of its sign.
   *
   * @return max ⟨w, jμ⟩
   */
  public double maxAlongSignal() {
    double max = Double.NEGATIVE_INFINITY;
    for (int r = 0; r < point.along().length; r++) {
      max = Math.max(max, start.sign(r) * point.along()[r]);
    }
    return max;
  }

  /**
   * Returns what was learned along the signal and along each sample's noise since the start.
   *
   * @return γ [2m] and ρ [2m, n]
   */
  public SignalNoiseParts parts() {
    int n = data.samples();
    double squared = data.squaredSignal();
    double[] gamma = new double[signalPart.length];
    double[][] rho = new double[signalPart.length][n];
    for (int r = 0; r < gamma.length; r++) {
      gamma[r] = start.sign(r) * signalPart[r] * squared;
      for (int i = 0; i < n; i++) {
        rho[r][i] = noiseParts[r * n + i] * gradient.squaredNoise(i);
      }
    }
    return SignalNoiseParts.of(gamma, rho);
  }

  /**
   * Returns the network as it is now.
   *
   * @return explicit weights, w(0) plus what was learned
   */
  public PatchNetwork network() {
    int n = data.samples();
    double[][] weights = start.weights();
    double[] own = new double[n];
    for (int r = 0; r < weights.length; r++) {
      System.arraycopy(noiseParts, r * n, own, 0, n);
      data.addTo(weights[r], signalPart[r], own);
    }
    return PatchNetwork.of(weights, start.activation());
  }
}
