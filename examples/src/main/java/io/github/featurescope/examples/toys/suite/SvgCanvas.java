package io.github.featurescope.examples.toys.suite;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Shape;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.DOMGroupManager;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.XYChart;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * An SVG to paint charts on. XChart fills the outlines of its texts; those that a chart is known to
 * show are written as text in their place, so that it can be found, read aloud and restyled.
 */
final class SvgCanvas extends SVGGraphics2D {

  private static final String SVG = "http://www.w3.org/2000/svg";

  /** As wide as what Java lays out in where it finds DejaVu, as on most of Linux. */
  private static final String FONTS = "'DejaVu Sans', Verdana, sans-serif";

  private static final AffineTransform UPWARDS = AffineTransform.getRotateInstance(-Math.PI / 2);

  private final Map<List<Double>, Text> texts = new HashMap<>();

  private SvgCanvas(SVGGeneratorContext context) {
    super(context, false);
  }

  static SvgCanvas of(int width, int height) {
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
    context.setPrecision(2);
    context.setComment(null);
    SvgCanvas canvas = new SvgCanvas(context);
    canvas.setSVGCanvasSize(new Dimension(width, height));
    canvas.setColor(Color.WHITE);
    canvas.fillRect(0, 0, width, height);
    return canvas;
  }

  private static Document document() {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      return factory.newDocumentBuilder().getDOMImplementation().createDocument(SVG, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  void paint(XYChart chart, int x, int y) {
    AffineTransform before = getTransform();
    Runnable after = ChartTexts.announce(chart, this::expect);
    try {
      translate(x, y);
      chart.paint(this, chart.getWidth(), chart.getHeight());
    } finally {
      after.run();
      setTransform(before);
      setClip(null);
    }
  }

  /** Takes notice of the outlines that a text would have. */
  private void expect(String text, Font font) {
    if (text.isBlank()) {
      return;
    }
    TextLayout layout = new TextLayout(text, font, getFontRenderContext());
    texts.put(ChartTexts.outline(layout.getOutline(null)), new Text(text, font, layout, false));
    texts.put(ChartTexts.outline(layout.getOutline(UPWARDS)), new Text(text, font, layout, true));
  }

  @Override
  public void fill(Shape shape) {
    Text text = texts.get(ChartTexts.outline(shape));
    if (text == null) {
      super.fill(shape);
    } else {
      write(text);
    }
  }

  private void write(Text text) {
    AffineTransform before = getTransform();
    if (text.upwards) {
      transform(UPWARDS);
    }
    setFont(text.font);
    Element element = getDOMFactory().createElementNS(SVG, "text");
    // The reader's font may be another: this keeps the place that the layout gave.
    element.setAttribute(
        "textLength", getGeneratorContext().doubleString(text.layout.getAdvance()));
    element.setAttribute("lengthAdjust", "spacingAndGlyphs");
    element.setTextContent(text.text);
    getDOMGroupManager().addElement(element, DOMGroupManager.FILL);
    element.setAttribute("font-family", FONTS);
    setTransform(before);
  }

  byte[] bytes() {
    Element root = getRoot();
    Dimension size = getSVGCanvasSize();
    root.setAttribute("viewBox", "0 0 " + size.width + " " + size.height);
    try {
      TransformerFactory factory = TransformerFactory.newDefaultInstance();
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      Transformer transformer = factory.newTransformer();
      transformer.setOutputProperty(OutputKeys.INDENT, "yes");
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      transformer.transform(new DOMSource(root), new StreamResult(bytes));
      return bytes.toByteArray();
    } catch (TransformerException e) {
      throw new IllegalStateException(e);
    }
  }

  private record Text(String text, Font font, TextLayout layout, boolean upwards) {}
}
