package io.github.featurescope.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.featurescope.adapters.models.LeNet;
import io.github.featurescope.adapters.models.ResNet;
import io.github.featurescope.adapters.models.Vgg;
import io.github.featurescope.adapters.models.VisionTransformer;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;

class AttachCheckCommandTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;

  private record Answer(int code, String out, String err) {}

  private static Answer check(File model, String... options) {
    String[] args = new String[options.length + 2];
    args[0] = "attach-check";
    args[1] = model.toString();
    System.arraycopy(options, 0, args, 2, options.length);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        FeatureScopeCli.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(args);
    return new Answer(code, out.toString(), err.toString());
  }

  private File file(String name) {
    return folder.resolve(name).toFile();
  }

  private File lenet() throws IOException {
    File file = file("lenet.zip");
    LeNet.lenet().image(1, 28, 28).build().save(file, true);
    return file;
  }

  private File resnet() throws IOException {
    File file = file("resnet.zip");
    ResNet.cifar(8).build().save(file, true);
    return file;
  }

  private static OutputLayer.Builder head(int classes) {
    return new OutputLayer.Builder().nOut(classes).activation(Activation.SOFTMAX);
  }

  @Test
  void describesASavedNetwork() throws IOException {
    Answer answer = check(lenet(), "--probe-size=420");

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out())
        .contains("MultiLayerNetwork, 61,706 parameters, input [1, 28, 28]")
        .contains("'head': 10 classes, with bias")
        .contains("what 'features' gives the head: p = 84")
        .contains("n = 420, at least 5 p = 420")
        .contains("conv1, pool1, conv2, pool2, dense, features")
        .contains("s forward");
  }

  @Test
  void describesASavedGraphAsJson() throws IOException {
    Answer answer = check(resnet(), "--input-shape=3,32,32", "--probe-size=100", "--json");

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out().lines()).hasSize(1);
    JsonNode json = MAPPER.readTree(answer.out());
    assertThat(json.get("modelKind").asText()).isEqualTo("ComputationGraph");
    assertThat(json.get("head").asText()).isEqualTo("head");
    assertThat(json.get("featureLayer").asText()).isEqualTo("features");
    assertThat(json.get("p").asInt()).isEqualTo(64);
    assertThat(json.get("n").asInt()).isEqualTo(100);
    assertThat(json.get("enoughSamples").asBoolean()).isFalse();
    assertThat(json.get("layers").toString()).contains("stage1_block1");
    assertThat(json.get("forwardSeconds").asDouble()).isPositive();
    assertThat(json.get("measurementSeconds").asDouble()).isPositive();
    assertThat(json.get("acceleration").asText()).isNotEmpty();
  }

  @Test
  void asksForTheShapeWhereTheFileDoesNotTellIt() throws IOException {
    Answer answer = check(resnet());

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("--input-shape 3,32,32");
  }

  @Test
  void saysThatAShapeDoesNotFit() throws IOException {
    File file = file("vit.zip");
    VisionTransformer.small().depth(1).image(1, 28, 28).build().save(file);

    Answer answer = check(file, "--input-shape=1,32,32");

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("1,32,32").contains("49");
    assertThat(check(file, "--input-shape=1,28,28", "--probe-size=20").code()).isZero();
  }

  @Test
  void refusesAnInputThatNoMemoryHolds() throws IOException {
    Answer answer = check(lenet(), "--input-shape=1,99999999999,99999999999");

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("1,99999999999,99999999999").contains("too large");
  }

  @Test
  void convolutionsWithGlobalPoolingNeedTheShape() throws IOException {
    File file = file("vgg.zip");
    Vgg.vgg11().width(0.125).build().save(file);

    assertThat(check(file).err()).contains("--input-shape");
    assertThat(check(file, "--input-shape=3,32,32", "--probe-size=20").code()).isZero();
  }

  @Test
  void namesTheOutputsToChooseFrom() throws IOException {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("dense", new DenseLayer.Builder().nIn(6).nOut(7).build(), "in")
                .addLayer("kind", head(3).nIn(7).build(), "dense")
                .addLayer("colour", head(4).nIn(7).build(), "dense")
                .setOutputs("kind", "colour")
                .build());
    graph.init();
    graph.save(file("two.zip"));

    Answer neither = check(file("two.zip"));
    Answer second = check(file("two.zip"), "--output=colour", "--json");

    assertThat(neither.code()).isEqualTo(2);
    assertThat(neither.err()).contains("kind").contains("colour");
    assertThat(second.code()).as(second.err()).isZero();
    assertThat(MAPPER.readTree(second.out()).get("classes").asInt()).isEqualTo(4);
    assertThat(MAPPER.readTree(second.out()).get("inputShape").toString()).isEqualTo("[6]");
  }

  @Test
  void saysWhyAModelCannotBeWatched() throws IOException {
    MultiLayerNetwork pixels =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ConvolutionLayer.Builder(1, 1).nOut(2).build())
                .layer(new CnnLossLayer.Builder().activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutional(4, 4, 1))
                .build());
    pixels.init();
    pixels.save(file("pixels.zip"));

    Answer answer = check(file("pixels.zip"));

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("Cannot watch this model").contains("Looked for");
  }

  @Test
  void takesSequencesOfAGivenShape() throws IOException {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new LastTimeStep(new LSTM.Builder().nIn(3).nOut(5).build()))
                .layer(head(2).nIn(5).build())
                .build());
    network.init();
    network.save(file("lstm.zip"));

    Answer answer = check(file("lstm.zip"), "--input-shape=3,9", "--probe-size=40");

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out()).contains("p = 5");
  }

  @Test
  void refusesFilesThatAreNoModel() throws IOException {
    Files.writeString(folder.resolve("text"), "no model");
    Path zip = folder.resolve("archive.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("other.json"));
      out.write("{}".getBytes(StandardCharsets.UTF_8));
    }
    byte[] hdf5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n', 0, 0};
    Files.write(folder.resolve("broken.h5"), hdf5);

    for (String name : new String[] {"nowhere", "text", "archive.zip", "broken.h5"}) {
      Answer answer = check(file(name));

      assertThat(answer.code()).as(name + " " + answer.err()).isEqualTo(2);
      assertThat(answer.err()).contains(name);
    }
  }

  @Test
  void refusesADamagedModel() throws IOException {
    File whole = lenet();
    byte[] bytes = Files.readAllBytes(whole.toPath());
    Path cut = Files.write(folder.resolve("cut.zip"), java.util.Arrays.copyOf(bytes, 5000));

    Answer answer = check(cut.toFile());

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("cut.zip");
  }

  @Test
  void refusesAShapeThatIsNone() throws IOException {
    assertThat(check(lenet(), "--input-shape=3,0,32").err()).contains("--input-shape");
    assertThat(check(lenet(), "--probe-size=3").err()).contains("--probe-size");
  }
}
