package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class KeepTest {

  @TempDir private Path folder;

  /** One array, and a file that can break off. */
  private static final class Fake implements ModelState {
    private final INDArray array = Nd4j.createFromArray(1.5, -2.5);
    private boolean breaks;
    private int epochs = 7;

    @Override
    public Map<String, INDArray> arrays() {
      return Map.of("parameters", array);
    }

    @Override
    public void write(Path file) throws IOException {
      Files.writeString(file, "half of epoch " + epochs);
      if (breaks) {
        throw new IOException("disk full");
      }
    }

    @Override
    public Map<String, INDArray> read(Path file) {
      return Map.of();
    }

    @Override
    public int epochs() {
      return epochs;
    }

    @Override
    public long iterations() {
      return 0;
    }

    @Override
    public void count(int counted, long iterations) {
      epochs = counted;
    }

    @Override
    public String suffix() {
      return ".txt";
    }
  }

  private static Verdict.Moment at(int epoch) {
    return new Verdict.Moment(epoch, 10L * epoch);
  }

  private Set<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return Set.copyOf(all.map(file -> file.getFileName().toString()).toList());
    }
  }

  @Test
  void memoryHoldsTheCandidatesAndNoMore() {
    MemoryKeep keep = new MemoryKeep();
    StopControl stops = StopControl.acting(Dl4jTraining.of(TestModels.network()), keep);
    List<Integer> held = new ArrayList<>();
    for (int epoch = 1; epoch <= 50; epoch++) {
      List<Verdict.Moment> candidates =
          Stream.of(1, epoch / 2, epoch).distinct().filter(e -> e > 0).map(KeepTest::at).toList();
      stops.judged(
          at(epoch),
          new Verdict(
              Verdict.State.LEARNING_SIGNAL, 0, 0 / 2.0, at(epoch), at(1), candidates, List.of()));
      held.add(keep.moments().size());
      assertThat(candidates).containsAll(keep.moments());
    }

    assertThat(held).allMatch(copies -> copies <= 3);
  }

  @Test
  void aStopLeavesTheBestCopyAlone() {
    MemoryKeep keep = new MemoryKeep();
    StopControl stops = StopControl.acting(Dl4jTraining.of(TestModels.network()), keep);
    List<Verdict.Moment> both = List.of(at(1), at(2));
    stops.judged(
        at(1),
        new Verdict(
            Verdict.State.LEARNING_SIGNAL, 0, 0 / 2.0, at(1), at(1), List.of(at(1)), List.of()));
    stops.judged(
        at(2),
        new Verdict(Verdict.State.MEMORISING_NOISE, 2, 2 / 2.0, at(2), at(1), both, List.of()));
    assertThat(keep.moments()).containsExactly(at(1));
    assertThat(stops.stopped()).isEqualTo(at(2));

    // The first stop is final.
    stops.judged(
        at(3),
        new Verdict(
            Verdict.State.LEARNING_SIGNAL, 0, 0 / 2.0, at(3), at(3), List.of(at(3)), List.of()));
    assertThat(stops.stopped()).isEqualTo(at(2));
    assertThat(keep.moments()).containsExactly(at(1));

    stops.close();
    assertThat(keep.moments()).isEmpty();
  }

  @Test
  @SuppressWarnings("try") // the scope is held, not used
  void copiesAreDetachedAndOfTheModelsType() {
    MemoryKeep keep = new MemoryKeep();
    MultiLayerNetwork network = TestModels.network().convertDataType(DataType.DOUBLE);
    Dl4jState state = new Dl4jState(network);
    WorkspaceConfiguration configuration =
        WorkspaceConfiguration.builder().initialSize(1 << 20).build();
    try (MemoryWorkspace ignored =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace(configuration, "TEST")) {
      assertThat(Nd4j.create(2).isAttached()).isTrue();
      keep.put(at(1), state);
    }

    assertThat(keep.get(at(1), state).values())
        .hasSize(2)
        .allMatch(array -> !array.isAttached() && array.dataType() == DataType.DOUBLE);
    assertThat(keep.get(at(1), state).get("parameters")).isEqualTo(network.params());
  }

  @Test
  void droppedCopiesGiveTheirMemoryBackAtOnce() {
    MemoryKeep keep = new MemoryKeep();
    Fake state = new Fake();
    keep.put(at(1), state);
    INDArray copy = keep.get(at(1), state).get("parameters");

    keep.retain(List.of());

    assertThat(copy.wasClosed()).isTrue();
    assertThat(state.array.wasClosed()).isFalse();
  }

  @Test
  void aBrokenWriteLeavesNoFile() throws IOException {
    Fake state = new Fake();
    FolderKeep keep = FolderKeep.in(folder);
    keep.put(at(1), state);
    state.breaks = true;

    assertThatThrownBy(() -> keep.put(at(2), state)).hasMessage("disk full");

    assertThat(names()).containsExactly("epoch-1-iteration-10.txt");
    assertThat(keep.get(at(2), state)).isNull();
    assertThat(state.epochs()).as("the model's own count is left alone").isEqualTo(7);
  }

  @Test
  void aFileSaysWhichMomentItIs() throws IOException {
    FolderKeep.in(folder).put(at(3), new Fake());

    assertThat(Files.readString(folder.resolve("epoch-3-iteration-30.txt")))
        .isEqualTo("half of epoch 3");
  }

  @Test
  void whatAKilledRunLeftUnfinishedIsClearedAway() throws IOException {
    Files.writeString(folder.resolve("epoch-1-iteration-10.zip.unfinished"), "half");
    Files.writeString(folder.resolve("notes.txt"), "the user's");

    FolderKeep.in(folder);

    assertThat(names()).containsExactly("notes.txt");
  }

  @Test
  void modelsOfAnEarlierRunAreNotOverwritten() throws IOException {
    Files.writeString(folder.resolve("epoch-1-iteration-10.zip"), "whole");

    assertThatThrownBy(() -> FolderKeep.in(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("epoch-1-iteration-10.zip")
        .hasMessageContaining("earlier run");
  }

  @Test
  void aFolderThatCannotBeIsRefusedBeforeTraining() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> FolderKeep.in(file.resolve("kept")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be written");
  }

  @Test
  void arraysThatDoNotFitAreRefusedAsAWhole() {
    MultiLayerNetwork network = TestModels.network();
    Dl4jState state = new Dl4jState(network);
    INDArray before = network.params().dup();

    assertThatThrownBy(
            () ->
                state.restore(
                    Map.of("parameters", network.params().add(1), "updater", Nd4j.create(3))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("updater");
    assertThat(network.params()).isEqualTo(before);
  }
}
