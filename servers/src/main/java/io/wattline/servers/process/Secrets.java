package io.wattline.servers.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What a process is given and must never show: passwords and keys, in its environment or in files that its environment
/// or its arguments name.
///
/// Taken from the names of variables and options, so that no test has to say what is secret. Immutable.
final class Secrets {

    /// Something shorter would be found in any text.
    private static final int SHORTEST = 8;

    private static final Pattern VALUE = Pattern.compile(".*PASSWORD");
    private static final Pattern FILE =
            Pattern.compile(".*(PASSWORD_FILE|KEYS?_FILE)|--(password-file|credentials-file|client-key)");
    /// Lines that carry a name before the secret.
    private static final Pattern NAMED_LINES = Pattern.compile(".*KEYS_FILE|--credentials-file");

    private final Map<String, List<String>> byCarrier;

    private Secrets(Map<String, List<String>> byCarrier) {
        this.byCarrier = byCarrier;
    }

    /// What this launch gives to its process. A file that is not there holds no secret.
    static Secrets givenBy(Launch launch) {
        Map<String, List<String>> found = new TreeMap<>();
        launch.environment().forEach((key, value) -> enter(found, key, value));
        List<String> command = launch.command();
        for (int i = 0; i < command.size(); i++) {
            String[] option = command.get(i).split("=", 2);
            if (option.length == 2) {
                enter(found, option[0], option[1]);
            } else if (i + 1 < command.size()) {
                enter(found, option[0], command.get(i + 1));
            }
        }
        return new Secrets(found);
    }

    private static void enter(Map<String, List<String>> found, String carrier, String value) {
        List<String> secrets = new ArrayList<>();
        if (VALUE.matcher(carrier).matches()) {
            secrets.add(value);
        } else if (FILE.matcher(carrier).matches()) {
            boolean named = NAMED_LINES.matcher(carrier).matches();
            linesOf(value).forEach(line -> secrets.add(named ? line.substring(line.lastIndexOf(':') + 1) : line));
        }
        secrets.removeIf(secret -> secret.length() < SHORTEST);
        if (!secrets.isEmpty()) {
            found.put(carrier, List.copyOf(secrets));
        }
    }

    /// Without the boundaries of PEM, which are not secret.
    private static List<String> linesOf(String file) {
        Path path = Path.of(file);
        if (!Files.isReadable(path) || !Files.isRegularFile(path)) {
            return List.of();
        }
        try {
            return Files.readAllLines(path).stream()
                    .map(String::strip)
                    .filter(line -> !line.startsWith("-----"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Fails if one of them is in the text, naming what carried it, and not the secret.
    void requireAbsent(String where, String text) {
        byCarrier.forEach((carrier, secrets) -> {
            if (secrets.stream().anyMatch(text::contains)) {
                throw new AssertionError("the secret in " + carrier + " is seen in " + where);
            }
        });
    }
}
