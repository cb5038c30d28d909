package io.wattline.servers.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattline.servers.process.ChildProcess;
import io.wattline.servers.process.FreePort;
import io.wattline.servers.process.Launch;
import io.wattline.servers.process.Programs;
import io.wattline.servers.process.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// One window of a headless Chromium with a profile of its own.
public final class Browser implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long LOOK_NANOS = 50_000_000;
    private static final List<String> ARGUMENTS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--lang=en-GB");

    private final TemporaryFolder folder;
    private final ChildProcess driver;
    private final WebDriver session;

    private Browser(TemporaryFolder folder, ChildProcess driver, WebDriver session) {
        this.folder = folder;
        this.driver = driver;
        this.session = session;
    }

    /// Starts a browser with a window of 1,280 by 900.
    ///
    /// @throws RuntimeException of a missing requirement, if Chromium or its driver is not installed
    public static Browser start() {
        Path chromium = Programs.required("chromium");
        Path program = Programs.required("chromedriver");
        TemporaryFolder folder = TemporaryFolder.create("browser");
        int port = FreePort.next();
        ChildProcess driver =
                ChildProcess.start(Launch.program("chromedriver", folder.path(), program.toString(), "--port=" + port));
        try {
            driver.awaitLine("started successfully", START_LIMIT);
            List<String> arguments = new ArrayList<>(ARGUMENTS);
            arguments.add("--user-data-dir=" + folder.folder("profile"));
            Map<String, ?> options = Map.of("binary", chromium.toString(), "args", arguments);
            WebDriver session = new WebDriver(
                    URI.create("http://127.0.0.1:" + port),
                    Map.of(
                            "browserName",
                            "chrome",
                            "goog:chromeOptions",
                            options,
                            "goog:loggingPrefs",
                            Map.of("browser", "ALL", "performance", "ALL")));
            Browser browser = new Browser(folder, driver, session);
            browser.size(1_280, 900);
            return browser;
        } catch (RuntimeException e) {
            driver.close();
            folder.close();
            throw e;
        }
    }

    /// Goes to an address and waits until the document is loaded.
    public void open(String url) {
        session.post("/url", Map.of("url", url));
    }

    public void back() {
        session.post("/back", Map.of());
    }

    public String url() {
        return session.get("/url").textValue();
    }

    /// The size of what can be seen, in CSS pixels.
    public void size(int width, int height) {
        devtools(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /// Prefers dark or light colours.
    public void dark(boolean dark) {
        devtools(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /// A command of the DevTools protocol.
    public JsonNode devtools(String command, Map<String, ?> parameters) {
        return session.post("/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
    }

    /// What a function's body returns in the page.
    public JsonNode evaluate(String body, Object... arguments) {
        return session.post("/execute/sync", Map.of("script", body, "args", List.of(arguments)));
    }

    /// The same for a body that calls its last argument with what it found, at some time.
    public JsonNode evaluateAsync(String body, Object... arguments) {
        return session.post("/execute/async", Map.of("script", body, "args", List.of(arguments)));
    }

    /// The text that can be seen in the first element that a selector finds; empty if there is none.
    public String text(String selector) {
        JsonNode text = evaluate(
                "const e = document.querySelector(arguments[0]); return e === null ? null : e.innerText;", selector);
        return text.isNull() ? "" : text.textValue();
    }

    /// How many elements a selector finds.
    public int count(String selector) {
        return evaluate("return document.querySelectorAll(arguments[0]).length;", selector)
                .intValue();
    }

    /// Waits until the text of an element matches a regular expression, and returns it.
    ///
    /// @throws IllegalStateException if it does not in time
    public String await(String selector, String regex) {
        Pattern wanted = Pattern.compile(regex, Pattern.DOTALL);
        await(selector + " shows " + regex, () -> wanted.matcher(text(selector)).find());
        return text(selector);
    }

    /// Waits until nothing that can be seen is found by a selector.
    ///
    /// @throws IllegalStateException if there still is in time
    public void awaitNone(String selector) {
        await(
                "no " + selector,
                () -> evaluate(
                                "return [...document.querySelectorAll(arguments[0])].every((e) => e.offsetParent === null);",
                                selector)
                        .booleanValue());
    }

    private void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not in time: " + what + "; the page is " + url() + " and shows \""
                        + text("main") + "\", its console " + console());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /// Clicks in the middle of the first element that a selector finds, as a pointer does.
    public void click(String selector) {
        session.post("/element/" + element(selector) + "/click", Map.of());
    }

    /// Types into the first element that a selector finds.
    public void type(String selector, String text) {
        session.post("/element/" + element(selector) + "/value", Map.of("text", text));
    }

    /// Presses and releases keys one after the other, wherever the focus is.
    public void press(String... keys) {
        List<Map<String, String>> steps = new ArrayList<>();
        for (String key : keys) {
            steps.add(Map.of("type", "keyDown", "value", key));
            steps.add(Map.of("type", "keyUp", "value", key));
        }
        session.post("/actions", Map.of("actions", List.of(Map.of("type", "key", "id", "keyboard", "actions", steps))));
    }

    /// Saves what can be seen.
    public void screenshot(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(
                    file, Base64.getDecoder().decode(session.get("/screenshot").textValue()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the console has told since it was last asked: errors of scripts, refusals of the content security policy,
    /// answers that are errors.
    public List<String> console() {
        return entries("browser")
                .filter(entry -> !entry.path("level").asText().equals("DEBUG"))
                .map(entry -> entry.path("level").asText() + " "
                        + entry.path("message").asText())
                .toList();
    }

    /// The addresses that have been asked since this was last called.
    public List<String> requested() {
        return entries("performance")
                .map(entry -> read(entry.path("message").asText()).path("message"))
                .filter(message -> message.path("method").asText().equals("Network.requestWillBeSent"))
                .map(message -> message.at("/params/request/url").asText())
                .toList();
    }

    private Stream<JsonNode> entries(String log) {
        JsonNode entries = session.post("/se/log", Map.of("type", log));
        return StreamSupport.stream(entries.spliterator(), false);
    }

    private String element(String selector) {
        JsonNode found = session.post("/element", Map.of("using", "css selector", "value", selector));
        return found.properties().iterator().next().getValue().textValue();
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } finally {
            driver.close();
            folder.close();
        }
    }
}
