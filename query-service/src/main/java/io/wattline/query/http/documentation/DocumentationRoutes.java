package io.wattline.query.http.documentation;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Query;
import io.wattline.runtime.http.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;

/// `GET /openapi.json`, and `GET /docs`, where Swagger UI shows it.
///
/// Everything comes out of this process's own jars and is read when the service starts. The pages may load scripts
/// and data from here only.
public final class DocumentationRoutes implements HttpService {

    /// The paths of what the page at `/docs` is made of.
    public static final String ASSETS = "/docs/";

    private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/";
    private static final String WEBJAR_VERSION = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
    private static final String JAVASCRIPT = "text/javascript;charset=utf-8";

    // Swagger UI sets styles on elements; its pictures are data URLs.
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'"
            + " 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";

    /// @throws UncheckedIOException if a jar is not as it was built
    @Override
    public void routing(HttpRules rules) {
        String webjar = WEBJAR + version() + "/";
        rules.get("/openapi.json", file(Answer.JSON, "openapi.json"))
                .get("/docs", file("text/html;charset=utf-8", "docs.html"))
                .get(ASSETS + "start.js", file(JAVASCRIPT, "docs-start.js"))
                .get(ASSETS + "swagger-ui.css", file("text/css;charset=utf-8", webjar + "swagger-ui.css"))
                .get(ASSETS + "swagger-ui-bundle.js", file(JAVASCRIPT, webjar + "swagger-ui-bundle.js"))
                .get(ASSETS + "favicon.png", file("image/png", webjar + "favicon-32x32.png"));
    }

    private static Endpoint file(String contentType, String resource) {
        Answer answer = Answer.bytes(200, contentType, read(resource))
                .with("Cache-Control", "public, max-age=3600")
                .with("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .tagged()
                .precompressed();
        Endpoint.Action action = request -> {
            Query.of(request).allowOnly(Set.of());
            return answer;
        };
        return Endpoint.of(Scope.OPEN, action).answering(contentType.split(";", 2)[0]);
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
