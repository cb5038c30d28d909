package io.wattline.query.http.web;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Scope;
import java.util.List;

/// The web pages: `/`, `/vehicles/{vehicleId}`, `/alerts`, `/quarantine`, `/mappings`, `/system`.
///
/// All are one document, whose script looks at the path. Range and filters stand in the query string, which only the
/// script reads: any is taken. A page may load from this service only, and run no script that was not shipped
/// (Content Security Policy Level 3, Trusted Types).
public final class PageRoutes implements HttpService {

    /// The paths of the pages.
    public static final List<String> PAGES =
            List.of("/", "/vehicles/{vehicleId}", "/alerts", "/quarantine", "/mappings", "/system");

    /// Where what pages are made of is served.
    public static final String ASSETS = "/assets/";

    private static final String HTML = "text/html;charset=utf-8";
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
                    + " require-trusted-types-for 'script'; trusted-types 'none'";

    private final boolean keysNeeded;

    /// @param keysNeeded whether the pages have to ask for a key
    public PageRoutes(boolean keysNeeded) {
        this.keysNeeded = keysNeeded;
    }

    /// @throws java.io.UncheckedIOException if the jar is not as it was built
    @Override
    public void routing(HttpRules rules) {
        Assets assets = Assets.load();
        String folder = ASSETS + assets.digest() + "/";
        assets.files().forEach(file -> rules.get(folder + file.name(), asset(file)));
        String document = assets.page().replace("{assets}", folder).replace("{keys}", keysNeeded ? "needed" : "none");
        Answer page = Answer.text(HTML, document)
                .with("Cache-Control", "no-cache")
                .with("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .tagged()
                .precompressed();
        PAGES.forEach(path -> rules.get(path, page(page)));
    }

    private static Endpoint page(Answer page) {
        return Endpoint.of(Scope.OPEN, request -> page).answering("text/html");
    }

    private static Endpoint asset(Assets.File file) {
        Answer answer = Answer.bytes(200, file.contentType(), file.content())
                .with("Cache-Control", "public, max-age=31536000, immutable")
                .precompressed();
        return Endpoint.of(Scope.OPEN, request -> answer)
                .answering(file.contentType().split(";", 2)[0]);
    }
}
