package io.github.featurescope.adapters.models;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;

/**
 * Vision transformers for small images.
 *
 * <p>Dosovitskiy et al., An image is worth 16x16 words: transformers for image recognition at scale
 * (<a href="https://arxiv.org/abs/2010.11929">2021</a>): patches of the image are projected to
 * tokens, to which learned positions and a class token are added; blocks of multi-head
 * self-attention and a perceptron with GELU, each with layer normalisation before it and a shortcut
 * around it; layer normalisation, and a linear head on the class token or on the mean of all.
 *
 * <p>With tokens of size D, depth L, T tokens (a class token included), patches of P x P and K
 * classes it has (C P² + 1) D + (T + 1) D + L (12 D² + 13 D) + 2 D + (D + 1) K parameters, the same
 * for any number of heads; without class token T falls by one and (T + 1) D is T D. {@link #tiny()}
 * (D = 192, L = 12, 3 heads, patches of 4 x 4) has 5,362,762 for 3 x 32 x 32 images of 10 classes,
 * {@link #small()} (D = 64, L = 4, 4 heads) 208,074.
 *
 * <p>Tokens are [n, D, T] between the layers. The layers of a block are called "block1_norm1",
 * "block1_attention", "block1_norm2" and "block1_mlp", and its output "block1"; {@link
 * AttentionMaps} shows the attention weights. Learning rates around 0.001 with Adam suit it.
 */
public final class VisionTransformer {

  private VisionTransformer() {}

  /**
   * Starts a transformer for a laptop: 4 blocks with 4 heads on 64 numbers a token.
   *
   * @return the builder
   */
  public static Builder small() {
    return new Builder(64, 4, 4);
  }

  /**
   * Starts the published size "tiny": 12 blocks with 3 heads on 192 numbers a token (Touvron et
   * al., <a href="https://arxiv.org/abs/2012.12877">2021</a>, table 1).
   *
   * @return the builder
   */
  public static Builder tiny() {
    return new Builder(192, 12, 3);
  }

  /** Builds a vision transformer. */
  public static final class Builder extends ImageModelBuilder<Builder, ComputationGraph> {
    private static final int MLP_RATIO = 4;

    private int dimension;
    private int depth;
    private int heads;
    private int patch = 4;
    private boolean classToken = true;

    private Builder(int dimension, int depth, int heads) {
      this.dimension = dimension;
      this.depth = depth;
      this.heads = heads;
    }

    @Override
    Builder self() {
      return this;
    }

    /**
     * Sets D, the size of a token at width 1; any width gives a multiple of the heads.
     *
     * @param dimension a positive multiple of the number of heads
     * @return this
     */
    public Builder dimension(int dimension) {
      this.dimension = positive("dimension", dimension);
      return this;
    }

    /**
     * Sets the number of blocks.
     *
     * @param depth at least 1
     * @return this
     */
    public Builder depth(int depth) {
      this.depth = positive("depth", depth);
      return this;
    }

    /**
     * Sets the number of heads of each attention.
     *
     * @param heads at least 1
     * @return this
     */
    public Builder heads(int heads) {
      this.heads = positive("heads", heads);
      return this;
    }

    /**
     * Sets height and width of a patch; 4 by default.
     *
     * @param patch a divisor of the image's height and width
     * @return this
     */
    public Builder patch(int patch) {
      this.patch = positive("patch", patch);
      return this;
    }

    /**
     * Sets what the head reads; true by default.
     *
     * @param classToken true for a class token, false for the mean of all tokens
     * @return this
     */
    public Builder classToken(boolean classToken) {
      this.classToken = classToken;
      return this;
    }

    @Override
    ComputationGraph assemble() {
      if (height() % patch != 0 || imageWidth() % patch != 0) {
        throw new IllegalArgumentException(
            "images of "
                + height()
                + " x "
                + imageWidth()
                + " do not fall into patches of "
                + patch
                + " x "
                + patch
                + "; give a patch that divides both.");
      }
      if (dimension % heads != 0) {
        throw new IllegalArgumentException(
            "dimension " + dimension + " does not fall into " + heads + " heads of one size.");
      }
      int size = scaled(dimension, heads);
      int patches = (height() / patch) * (imageWidth() / patch);
      GraphBuilder graph = base().graphBuilder().addInputs("input").setInputTypes(inputType());
      graph.addLayer("patches", patchProjection(size), "input");
      graph.addLayer("embedding", new TokenEmbedding(size, patches, classToken), "patches");
      String last = "embedding";
      for (int block = 1; block <= depth; block++) {
        last = block(graph, "block" + block, last, size);
      }
      graph.addLayer("norm", new LayerNormalization(size), last);
      graph.addLayer(FEATURES, new TokenPooling(classToken), "norm");
      graph.addLayer(HEAD, head(), FEATURES).setOutputs(HEAD);
      return Networks.initialised(graph.build());
    }

    private ConvolutionLayer patchProjection(int size) {
      return new ConvolutionLayer.Builder(patch, patch)
          .stride(patch, patch)
          .weightInit(WeightInit.LECUN_NORMAL)
          .nOut(size)
          .build();
    }

    private String block(GraphBuilder graph, String name, String input, int size) {
      graph.addLayer(name + "_norm1", new LayerNormalization(size), input);
      graph.addLayer(name + "_attention", new MultiHeadAttention(size, heads), name + "_norm1");
      graph.addVertex(name + "_add", add(), input, name + "_attention");
      graph.addLayer(name + "_norm2", new LayerNormalization(size), name + "_add");
      graph.addLayer(name + "_mlp", new TokenMlp(size, MLP_RATIO * size), name + "_norm2");
      graph.addVertex(name, add(), name + "_add", name + "_mlp");
      return name;
    }

    private static ElementWiseVertex add() {
      return new ElementWiseVertex(ElementWiseVertex.Op.Add);
    }
  }
}
