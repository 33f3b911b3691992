package io.github.featurescope.examples.toys.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.featurescope.examples.InputException;
import io.github.featurescope.examples.toys.Panel;
import io.github.featurescope.examples.toys.PhaseDiagram;
import io.github.featurescope.examples.toys.PhaseDiagram.Axis;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class PicturesTest {

  private static final List<Panel> PANELS =
      List.of(
          Panel.of("Straight & plain", "x < 3", "‖μ‖")
              .curve("up", new double[] {0, 1, 2}, new double[] {0, 10, 20})
              .theory("Π*(C)", new double[] {0, 2}, new double[] {20, 0}),
          Panel.overTime("Over time", "loss")
              .withLogY()
              .curve("a", new double[] {1, 10, 100}, new double[] {1e-6, 1e-3, 1}),
          Panel.of("Within one decade", "x", "y")
              .withLogY()
              .points("a", new double[] {1, 2}, new double[] {0.3, 0.6}),
          Panel.overTime("Nothing changes", "y").curve("a", new double[] {7}, new double[] {2}));

  @TempDir private Path folder;

  private Path write(String name) {
    Path file = folder.resolve(name);
    Pictures.write(PANELS, file);
    return file;
  }

  private static Document parsed(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    return DocumentBuilderFactory.newDefaultNSInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(bytes));
  }

  private static List<Element> elements(Document svg, String name) {
    NodeList nodes = svg.getElementsByTagNameNS("http://www.w3.org/2000/svg", name);
    List<Element> elements = new ArrayList<>();
    for (int k = 0; k < nodes.getLength(); k++) {
      elements.add((Element) nodes.item(k));
    }
    return elements;
  }

  @Test
  void textsOfAnSvgAreText() throws Exception {
    Document svg = parsed(write("a.svg"));
    assertThat(elements(svg, "text").stream().map(Element::getTextContent))
        .contains("Straight & plain", "x < 3", "‖μ‖", "up", "Π*(C)") // titles and legend
        .contains("10", "20") // a linear axis
        .contains("1E-6", "0.001", "100"); // logarithmic ones
  }

  /** Letters have curves; lines and markers of these panels have none but the circle's. */
  @Test
  void noTextOfAnSvgIsAnOutline() throws Exception {
    assertThat(elements(parsed(write("a.svg")), "path"))
        .allSatisfy(path -> assertThat(path.getAttribute("d")).doesNotContain("Q"));
  }

  @Test
  void theDocumentsSizeIsThatOfItsCharts() throws Exception {
    Element root = parsed(write("a.svg")).getDocumentElement();
    assertThat(root.getLocalName()).isEqualTo("svg");
    assertThat(root.getAttribute("viewBox"))
        .isEqualTo("0 0 " + 3 * PanelCharts.WIDTH + " " + 2 * PanelCharts.HEIGHT);
  }

  @Test
  void anSvgIsTheSameEachTime() {
    assertThat(write("a.svg")).hasSameBinaryContentAs(write("b.svg"));
  }

  @Test
  void aPhaseDiagramHasTextToo() throws Exception {
    PhaseDiagram diagram =
        new PhaseDiagram(
            "y",
            "made up",
            new Axis("strength", 1, 100, false),
            new Axis("y", 1, 64, true),
            "height",
            0.5,
            0.5,
            "law",
            (x, y, seed) -> 0.5 - Math.log(x / (3 * Math.sqrt(y))));
    PhaseMap map =
        PhaseScan.of(diagram, folder.resolve("cells.csv")).run(5, 1, 1, (done, all) -> {});
    Path file = folder.resolve("phase.svg");
    Pictures.phases(List.of(map), file);
    Document svg = parsed(file);
    assertThat(elements(svg, "text").stream().map(Element::getTextContent))
        .contains("made up; exponent 0.50", "strength", "law", "at 0.50", "8");
    assertThat(elements(svg, "path"))
        .allSatisfy(path -> assertThat(path.getAttribute("d")).doesNotContain("Q"));
  }

  @Test
  void aPngIsAnImage() throws IOException {
    assertThat(ImageIO.read(write("a.PNG").toFile()).getWidth())
        .isEqualTo((int) (1.5 * 3 * PanelCharts.WIDTH));
  }

  @Test
  void anotherFormatIsRefused() {
    assertThatThrownBy(() -> write("a.pdf"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a.pdf: pictures are .svg or .png");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() {
    assertThatThrownBy(() -> write("missing/a.png"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cannot write")
        .hasMessageContaining("a.png");
  }
}
