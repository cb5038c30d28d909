package io.wattline.e2e.security;

import io.wattline.servers.process.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `docker-compose.yml` sets for a service, so that the tests run on that and not on a copy of it.
///
/// Reads just the shape that the file has: services indented by two, `environment:` by four, its entries by six.
final class ComposeFile {

    private static final Pattern SERVICE = Pattern.compile("  ([a-z0-9-]+):( &[a-z]+)?");
    private static final Pattern ENTRY = Pattern.compile("      ([A-Z_]+): (\\S+)");

    private ComposeFile() {}

    /// The environment of one service, in order of the keys; fails if there is none.
    static Map<String, String> environment(String service) {
        Map<String, String> environment = new TreeMap<>();
        boolean inService = false;
        boolean inEnvironment = false;
        for (String line : lines()) {
            Matcher start = SERVICE.matcher(line);
            Matcher entry = ENTRY.matcher(line);
            if (start.matches()) {
                inService = start.group(1).equals(service);
            } else if (line.matches("    \\S.*")) {
                inEnvironment = inService && line.startsWith("    environment:");
            } else if (inEnvironment && entry.matches()) {
                environment.put(entry.group(1), entry.group(2));
            }
        }
        if (environment.isEmpty()) {
            throw new IllegalStateException("no environment of " + service + " in docker-compose.yml");
        }
        return environment;
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(Repository.root().resolve("docker-compose.yml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
