package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.db.DatabaseRole;
import io.wattline.db.testing.MigratedDatabase;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DocumentationIT {

    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

    @Test
    void servesTheDocumentationPageAndAllItsFiles() {
        try (MigratedDatabase database = MigratedDatabase.createEmpty();
                TestApi api = new TestApi(database.configFor(DatabaseRole.QUERY))) {
            TestApi.Reply page = api.get("/docs");
            String html = new String(page.response().body(), StandardCharsets.UTF_8);
            assertThat(page.header("Content-Type")).startsWith("text/html");
            assertThat(page.header("Content-Security-Policy"))
                    .contains("default-src 'none'", "script-src 'self'")
                    .doesNotContain("unsafe-eval", "script-src 'self' 'unsafe-inline'");
            assertThat(html).doesNotContain("<script>", "style=", "http://", "https://");
            Matcher links = LINK.matcher(html);
            int found = 0;
            while (links.find()) {
                TestApi.Reply part = api.get(below("/docs", links.group(1)));
                assertThat(part.status()).as(links.group(1)).isEqualTo(200);
                assertThat(part.header("Content-Type")).startsWith(type(links.group(1)));
                assertThat(part.header("X-Content-Type-Options")).isEqualTo("nosniff");
                found++;
            }
            assertThat(found).isEqualTo(4);
            assertThat(api.get("/openapi.json").ok().path("openapi").textValue())
                    .startsWith("3.1");
        }
    }

    @Test
    void linksKeepThePathPrefixOfAProxy() {
        try (MigratedDatabase database = MigratedDatabase.createEmpty();
                TestApi api = new TestApi(database.configFor(DatabaseRole.QUERY))) {
            String script = new String(api.get("/docs/start.js").response().body(), StandardCharsets.UTF_8);
            Matcher document = Pattern.compile("url: \"([^\"]+)\"").matcher(script);
            assertThat(document.find()).isTrue();
            assertThat(below("/docs", document.group(1))).isEqualTo("/openapi.json");
            String server = api.get("/openapi.json").ok().at("/servers/0/url").textValue();
            assertThat(below("/openapi.json", server)).isEqualTo("/");
        }
    }

    /// Where a link of a page leads. The page is shown behind a proxy that serves everything below a prefix.
    private static String below(String page, String link) {
        String target = URI.create("/wattline" + page).resolve(link).getPath();
        assertThat(target).as(link).startsWith("/wattline/");
        return target.substring("/wattline".length());
    }

    private static String type(String path) {
        return switch (path.substring(path.lastIndexOf('.'))) {
            case ".js" -> "text/javascript";
            case ".css" -> "text/css";
            case ".png" -> "image/png";
            default -> "unknown";
        };
    }
}
