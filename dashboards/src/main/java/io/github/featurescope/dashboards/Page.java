package io.github.featurescope.dashboards;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Holds the files of the page, all from the class path, and folds them into one for a report.
 *
 * <p>There are no other files to ask for, so no path can lead anywhere else.
 */
final class Page {

  /** Nothing from another host; styles may be inline because the charts set them. */
  static final String LIVE_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private static final String FILE_POLICY =
      "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline';"
          + " img-src data:; base-uri 'none'; form-action 'none'";

  private static final List<String> STYLES = List.of("page.css");
  private static final List<String> SCRIPTS =
      List.of(
          "theme.js",
          "echarts.js",
          "run.js",
          "format.js",
          "chart.js",
          "panels.js",
          "layers.js",
          "compare.js",
          "summary.js",
          "evidence.js",
          "suspects.js",
          "page.js");

  /** One file with its content type. */
  record Asset(String contentType, byte[] content) {}

  private final String html;
  private final Map<String, Asset> assets;

  private Page(String html, Map<String, Asset> assets) {
    this.html = html;
    this.assets = assets;
  }

  static Page load() {
    Map<String, Asset> assets = new LinkedHashMap<>();
    for (String style : STYLES) {
      assets.put(style, new Asset("text/css; charset=utf-8", bytes("page/" + style)));
    }
    for (String script : SCRIPTS) {
      byte[] content = script.equals("echarts.js") ? echarts() : bytes("page/" + script);
      assets.put(script, new Asset("text/javascript; charset=utf-8", content));
    }
    return new Page(text(bytes("page/index.html")), assets);
  }

  /** Returns the page that a server serves beside its assets. */
  String html() {
    return html;
  }

  /** Returns the files that the page asks for, by name. */
  Map<String, Asset> assets() {
    return assets;
  }

  /**
   * Returns the page as one file with everything inside.
   *
   * @param data what the page reads instead of asking a server, as a JSON text
   */
  String standalone(String data) {
    String page =
        html.replace(
            "<!--policy-->",
            "<meta http-equiv=\"Content-Security-Policy\" content=\"" + FILE_POLICY + "\">");
    for (String style : STYLES) {
      page =
          page.replace(
              "<link rel=\"stylesheet\" href=\"assets/" + style + "\">",
              "<style>\n" + content(style) + "</style>");
    }
    for (String script : SCRIPTS) {
      page =
          page.replace(
              "<script src=\"assets/" + script + "\"></script>",
              "<script>\n" + escapeScript(content(script)) + "\n</script>");
    }
    return page.replace(
        "<!--data-->",
        "<script type=\"application/json\" id=\"fs-data\">" + escapeJson(data) + "</script>");
  }

  /** Keeps a script from ending its element, or from opening a comment, in the middle. */
  static String escapeScript(String script) {
    return script
        .replace("</script", "<\\/script")
        .replace("</SCRIPT", "<\\/SCRIPT")
        .replace("<!--", "<\\!--");
  }

  /** Keeps any text in the data from being read as markup; the JSON means the same. */
  static String escapeJson(String json) {
    return json.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e");
  }

  private String content(String name) {
    Asset asset = assets.get(name);
    if (asset == null) {
      throw new IllegalStateException("The page has no file " + name + ".");
    }
    return text(asset.content());
  }

  private static byte[] echarts() {
    // The version is part of the path in that jar, and its own properties file tells it.
    Properties properties = new Properties();
    try (InputStream in = open("/META-INF/maven/org.mvnpm/echarts/pom.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String folder = "/META-INF/resources/_static/echarts/" + properties.getProperty("version");
    return bytes(folder + "/dist/echarts.min.js");
  }

  private static byte[] bytes(String name) {
    try (InputStream in = open(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String name) throws IOException {
    InputStream in = Page.class.getResourceAsStream(name);
    if (in == null) {
      throw new IOException("Missing on the class path: " + name);
    }
    return in;
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }
}
