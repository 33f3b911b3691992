package io.github.featurescope.examples.toys.systems.contrastive;

/**
 * Trains encoders on all samples at once. With one modality a sample's partner is itself with more
 * noise, drawn anew at each step and read by the same encoder; with two it is the sample's other
 * modality, read by an encoder of its own.
 */
final class ContrastiveTraining {

  private final Views views;
  private final Views partners;
  private final Encoder first;
  private final Encoder second;
  private final InfoNce infoNce;
  private final double[][] embeddings;
  private final double[][] partnerEmbeddings;

  private ContrastiveTraining(
      Views views, Views partners, Encoder first, Encoder second, InfoNce infoNce) {
    this.views = views;
    this.partners = partners;
    this.first = first;
    this.second = second;
    this.infoNce = infoNce;
    this.embeddings = new double[views.size()][2 * first.filters()];
    this.partnerEmbeddings = new double[views.size()][2 * first.filters()];
  }

  /** Trains one encoder; the partners may be changed between steps. */
  static ContrastiveTraining single(
      Views views, Views partners, Encoder encoder, double[] signs, double temperature) {
    return new ContrastiveTraining(
        views,
        partners,
        encoder,
        encoder,
        new InfoNce(signs, 2 * encoder.filters(), temperature, true));
  }

  /** Trains an encoder a modality. */
  static ContrastiveTraining multi(
      Views views,
      Views partners,
      Encoder first,
      Encoder second,
      double[] signs,
      double temperature) {
    return new ContrastiveTraining(
        views,
        partners,
        first,
        second,
        new InfoNce(signs, 2 * first.filters(), temperature, false));
  }

  /** Returns the loss at the present weights and partners. */
  double loss() {
    first.embed(views, embeddings);
    second.embed(partners, partnerEmbeddings);
    return infoNce.of(embeddings, partnerEmbeddings);
  }

  /** Computes the encoders' gradients and returns the loss. */
  double computeGradient() {
    double loss = loss();
    first.forget();
    second.forget();
    first.back(views, embeddings, infoNce.slopes());
    second.back(partners, partnerEmbeddings, infoNce.partnerSlopes());
    return loss;
  }

  /** Makes a step and returns the loss before it. */
  double step(double rate) {
    double loss = computeGradient();
    first.descend(rate);
    if (second != first) {
      second.descend(rate);
    }
    return loss;
  }
}
