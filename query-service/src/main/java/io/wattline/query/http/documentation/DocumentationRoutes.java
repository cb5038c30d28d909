package io.wattline.query.http.documentation;

import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Request;
import io.wattline.runtime.http.Route;
import io.wattline.runtime.http.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/// `GET /openapi.json`, and `GET /docs`, where Swagger UI shows it.
///
/// Everything comes out of this process's own jars and is read when the service starts. The pages may load scripts
/// and data from here only.
public final class DocumentationRoutes {

    /// The paths of what the page at `/docs` is made of.
    public static final String ASSETS = "/docs/";

    private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/";
    private static final String WEBJAR_VERSION = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
    private static final String JAVASCRIPT = "text/javascript;charset=utf-8";

    // Swagger UI sets styles on elements; its pictures are data URLs.
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'"
            + " 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";

    /// The routes, which everyone may use.
    ///
    /// @throws UncheckedIOException if a jar is not as it was built
    public List<Route> routes() {
        String webjar = WEBJAR + version() + "/";
        return List.of(
                route("/openapi.json", Answer.JSON, "openapi.json"),
                route("/docs", "text/html;charset=utf-8", "docs.html"),
                route(ASSETS + "start.js", JAVASCRIPT, "docs-start.js"),
                route(ASSETS + "swagger-ui.css", "text/css;charset=utf-8", webjar + "swagger-ui.css"),
                route(ASSETS + "swagger-ui-bundle.js", JAVASCRIPT, webjar + "swagger-ui-bundle.js"),
                route(ASSETS + "favicon.png", "image/png", webjar + "favicon-32x32.png"));
    }

    private static Route route(String path, String contentType, String resource) {
        Answer answer = Answer.bytes(200, contentType, read(resource))
                .with("Cache-Control", "public, max-age=3600")
                .with("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        return new Route("GET", path, Scope.OPEN, new Route.Media(Set.of(), contentType), request -> {
            requireNoParameters(request);
            return answer;
        });
    }

    private static void requireNoParameters(Request request) {
        request.query().allowOnly(Set.of());
    }

    private static String version() {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(new String(read(WEBJAR_VERSION), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "");
    }

    private static byte[] read(String resource) {
        try (InputStream in = DocumentationRoutes.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("missing in the jars: " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
