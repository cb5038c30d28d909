package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattline.servers.browser.Browser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/// The pages of a service in a browser, and what must be true of all of them.
final class Pages implements AutoCloseable {

    private static final Path SCREENS = Path.of("target", "screens");

    // axe-core 4.10.3, as published.
    private static final String AXE = resource("/axe/axe.min.js");

    // Colours, names, roles, order: what WCAG 2.2 asks for at the levels A and AA.
    private static final String RUN_AXE = """
            const done = arguments[arguments.length - 1];
            axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})
              .then((found) => done(found.violations.map((v) => v.id + ' ' + v.nodes.map((n) => n.target.join(' ')).join(', '))));
            """;

    // Alerts and charges are asked for wherever they may be, and left out where the service has none.
    private static final Pattern NOT_SERVED_YET = Pattern.compile("/(alerts|charges)\\?.* 404 ");

    private final Browser browser = Browser.start();
    private final String origin;

    Pages(int port) {
        this.origin = "http://127.0.0.1:" + port;
    }

    Browser browser() {
        return browser;
    }

    Pages open(String path) {
        browser.open(origin + path);
        return this;
    }

    String await(String selector, String regex) {
        return browser.await(selector, regex);
    }

    /// No error of a script, no refusal of the policy, no failed answer, and nothing asked of another origin.
    void assertQuiet() {
        assertThat(browser.console().stream()
                        .filter(line -> !NOT_SERVED_YET.matcher(line).find()))
                .isEmpty();
        assertThat(browser.requested())
                .isNotEmpty()
                .allSatisfy(url ->
                        assertThat(url).matches("(" + origin + "/|blob:" + origin + "/|data:|chrome:|about:).*"));
    }

    /// Nothing that axe-core finds wrong. What it injects is let past the policy for that long only.
    void assertAccessible() {
        browser.evaluate(AXE + "; return true;");
        JsonNode violations = browser.evaluateAsync(RUN_AXE);
        assertThat(StreamSupport.stream(violations.spliterator(), false).map(JsonNode::textValue))
                .as(browser.url())
                .isEmpty();
    }

    /// No wider than the window.
    void assertFits() {
        assertThat(browser.evaluate("return document.documentElement.scrollWidth - innerWidth;")
                        .intValue())
                .as(() -> browser.url() + " is too wide for its window")
                .isLessThanOrEqualTo(0);
    }

    void screenshot(String name) {
        browser.screenshot(SCREENS.resolve(name + ".png"));
    }

    List<String> texts(String selector) {
        JsonNode found = browser.evaluate(
                "return [...document.querySelectorAll(arguments[0])].map((e) => e.innerText);", selector);
        return StreamSupport.stream(found.spliterator(), false)
                .map(JsonNode::textValue)
                .toList();
    }

    private static String resource(String name) {
        try (InputStream in = Pages.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        browser.close();
    }
}
