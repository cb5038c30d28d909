package io.wattline.query.http.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// The files that pages are made of, read once.
///
/// @param page the document, in which `{assets}` stands for the folder of the files
/// @param digest changes whenever one of the files does
record Assets(String page, List<File> files, String digest) {

    /// One file.
    @SuppressWarnings("ArrayRecordComponent") // Read once, served as it is.
    record File(String name, String contentType, byte[] content) {}

    /// Which there are; a jar cannot be listed.
    static final List<String> NAMES = List.of(
            "alerts.js",
            "api.js",
            "app.js",
            "chart.js",
            "csv.js",
            "dom.js",
            "fleet.js",
            "format.js",
            "heat.js",
            "icon.svg",
            "keys.js",
            "login.js",
            "mappings.js",
            "poll.js",
            "quarantine.js",
            "reasons.js",
            "style.css",
            "system.js",
            "table.js",
            "vehicle.js",
            "vehicle-charts.js",
            "uplot/LICENSE.txt",
            "uplot/uPlot.iife.min.js",
            "uplot/uPlot.min.css");

    private static final int DIGEST_BYTES = 8;

    static Assets load() {
        List<File> files = NAMES.stream()
                .map(name -> new File(name, contentType(name), read(name)))
                .toList();
        return new Assets(new String(read("page.html"), StandardCharsets.UTF_8), files, digest(files));
    }

    private static String contentType(String name) {
        return switch (name.substring(name.lastIndexOf('.'))) {
            case ".js" -> "text/javascript;charset=utf-8";
            case ".css" -> "text/css;charset=utf-8";
            case ".svg" -> "image/svg+xml";
            default -> "text/plain;charset=utf-8";
        };
    }

    private static String digest(List<File> files) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (File file : files) {
                sha256.update(file.content());
            }
            return HexFormat.of().formatHex(Arrays.copyOf(sha256.digest(), DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] read(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("missing in the jar: " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
