package io.github.featurescope.examples.toys;

import java.util.stream.IntStream;

/**
 * Gradient descent on a {@link PatchNetwork} with the logistic loss, followed exactly by 2m(n + 1)
 * numbers.
 *
 * <p>Every update lies in the span of μ and the ξ of the training samples. So it is enough to keep
 * ⟨w, μ⟩, ⟨w, ξ<sub>i</sub>⟩ and the coefficients γ and ρ of w = w(0) + j γ μ/‖μ‖² + Σ<sub>i</sub>
 * ρ<sub>i</sub> ξ<sub>i</sub>/‖ξ<sub>i</sub>‖², j = ±1 the sign of the filter: the decomposition of
 * Cao et al., arXiv 2202.06526, definition 5.1, with both signs of ρ in one number. A step costs
 * 2mn² operations, whatever the dimension. Noise with a part along μ is allowed for.
 *
 * <p>Not safe for use by several threads.
 */
public final class SignalNoiseState {

  private final PatchData data;
  private final PatchNetwork start;
  private final double[] signs;
  private final double[][] gram;
  private final double[] crossing;
  private final double[] along;
  private final double[][] onNoise;
  private final double[] signalPart;
  private final double[][] noiseParts;
  private int steps;

  private SignalNoiseState(PatchData data, PatchNetwork start) {
    this.data = data;
    this.start = start;
    this.signs = data.trueSigns();
    this.gram = data.noiseGram();
    this.crossing = data.alongNoise(data.signal());
    double[][] weights = start.weights();
    this.along = new double[weights.length];
    this.onNoise = new double[weights.length][];
    for (int r = 0; r < weights.length; r++) {
      along[r] = data.alongSignal(weights[r]);
      onNoise[r] = data.alongNoise(weights[r]);
    }
    this.signalPart = new double[weights.length];
    this.noiseParts = new double[weights.length][data.samples()];
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
   */
  public void step(double rate) {
    step(rate, data.givenLabels());
  }

  /**
   * Takes one step on labels of the caller's choice, as label-noise gradient descent does.
   *
   * @param rate η, above 0
   * @param labels [n], 0 or 1
   * @throws IllegalArgumentException if the rate or the labels do not fit
   */
  public void step(double rate, int[] labels) {
    Check.positive("learning rate", rate);
    int n = data.samples();
    PatchData.requireLabels("given", labels, n);
    double[] told = PatchData.signs(labels);
    double[] f = outputs();
    double[] pull = new double[n];
    for (int i = 0; i < n; i++) {
      pull[i] = rate * told[i] / (1 + Math.exp(told[i] * f[i])) / (n * (double) start.filters());
    }
    for (int r = 0; r < along.length; r++) {
      move(r, pull);
    }
    steps++;
  }

  /** Moves one filter by signal·μ + Σ noise ξ. */
  private void move(int r, double[] pull) {
    int n = pull.length;
    ReluPower s = start.activation();
    double signal = 0;
    double[] noise = new double[n];
    for (int i = 0; i < n; i++) {
      signal += start.sign(r) * pull[i] * s.slope(signs[i] * along[r]) * signs[i];
      noise[i] = start.sign(r) * pull[i] * s.slope(onNoise[r][i]);
    }
    along[r] += signal * data.squaredSignal() + Vectors.dot(noise, crossing);
    Vectors.add(onNoise[r], signal, crossing);
    for (int i = 0; i < n; i++) {
      Vectors.add(onNoise[r], noise[i], gram[i]);
    }
    signalPart[r] += signal;
    Vectors.add(noiseParts[r], 1, noise);
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
    ReluPower s = start.activation();
    double[] f = new double[data.samples()];
    for (int r = 0; r < along.length; r++) {
      double head = start.sign(r) / start.filters();
      double plus = s.value(along[r]);
      double minus = s.value(-along[r]);
      for (int i = 0; i < f.length; i++) {
        f[i] += head * ((signs[i] > 0 ? plus : minus) + s.value(onNoise[r][i]));
      }
    }
    return f;
  }

  /**
   * Returns what was learned along the signal and along each sample's noise since the start.
   *
   * @return γ [2m] and ρ [2m, n]
   */
  public SignalNoiseParts parts() {
    double squared = data.squaredSignal();
    double[] gamma =
        IntStream.range(0, along.length)
            .mapToDouble(r -> start.sign(r) * signalPart[r] * squared)
            .toArray();
    double[][] rho = Vectors.copy(noiseParts);
    for (double[] ofFilter : rho) {
      for (int i = 0; i < ofFilter.length; i++) {
        ofFilter[i] *= gram[i][i];
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
    double[][] weights = start.weights();
    for (int r = 0; r < weights.length; r++) {
      data.addTo(weights[r], signalPart[r], noiseParts[r]);
    }
    return PatchNetwork.of(weights, start.activation());
  }
}
