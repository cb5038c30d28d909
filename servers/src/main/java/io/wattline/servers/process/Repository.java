package io.wattline.servers.process;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where the project lies.
public final class Repository {

    private static final Path ROOT = find(Path.of("").toAbsolutePath());

    private Repository() {}

    /// The directory with `mvnw` in it, at or above the one that the test was started in.
    public static Path root() {
        return ROOT;
    }

    static Path find(Path start) {
        for (Path directory = start; directory != null; directory = directory.getParent()) {
            if (Files.isRegularFile(directory.resolve("mvnw")) && Files.isRegularFile(directory.resolve("pom.xml"))) {
                return directory;
            }
        }
        throw new IllegalStateException("no directory with mvnw and pom.xml at or above " + start);
    }
}
