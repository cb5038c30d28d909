package io.wattline.query.http.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AssetsTest {

    private static final Pattern IMPORT = Pattern.compile("(?:from|import\\(|module:)\\s*'\\./([^']+)'");
    private static final Pattern FORBIDDEN = Pattern.compile(
            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function|https?://(?!www\\.w3\\.org/2000/svg)");

    private final Assets assets = Assets.load();

    // uPlot 1.6.32 as published; a change of a byte needs a look at what changed.
    @Test
    void shipsTheUnmodifiedChartLibrary() throws Exception {
        assertThat(sha256("uplot/uPlot.iife.min.js"))
                .isEqualTo("19c8d4c6ad88929a79f4ae49d6f7161566dfd0ba3d15cc495e974f787eb78f1f");
        assertThat(sha256("uplot/uPlot.min.css"))
                .isEqualTo("df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04");
        assertThat(text("uplot/LICENSE.txt")).contains("MIT License");
    }

    @Test
    void listsEveryFileThatIsThere() throws Exception {
        Path folder = Path.of(Assets.class.getResource("page.html").toURI()).getParent();
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> folder.relativize(file).toString())
                            .filter(name -> !name.equals("page.html") && !name.endsWith(".class")))
                    .containsExactlyInAnyOrderElementsOf(Assets.NAMES);
        }
    }

    @Test
    void servesEveryImportedModule() {
        for (String name : own()) {
            assertThat(IMPORT.matcher(text(name)).results().map(found -> found.group(1)))
                    .as(name)
                    .isSubsetOf(Assets.NAMES);
        }
    }

    @Test
    void escapesValuesAndUsesNoOtherOrigin() {
        for (String name : own()) {
            assertThat(FORBIDDEN.matcher(text(name)).results().map(found -> found.group()))
                    .as(name)
                    .isEmpty();
        }
        assertThat(assets.page()).doesNotContain("<style", "style=", " onload", "http:", "https:");
    }

    private static List<String> own() {
        return Assets.NAMES.stream()
                .filter(name -> name.endsWith(".js") && !name.startsWith("uplot/"))
                .toList();
    }

    private String text(String name) {
        return new String(content(name), StandardCharsets.UTF_8);
    }

    private byte[] content(String name) {
        return assets.files().stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow()
                .content();
    }

    private String sha256(String name) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content(name)));
    }
}
