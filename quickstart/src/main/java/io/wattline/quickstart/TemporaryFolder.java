package io.wattline.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder of our own under the system's one for temporary files, removed with all it holds by [#close].
final class TemporaryFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);

    private static final String PREFIX = "wattline-quickstart-";

    private final Path path;

    private TemporaryFolder(Path path) {
        this.path = path;
    }

    static TemporaryFolder create() {
        try {
            return new TemporaryFolder(Files.createTempDirectory(PREFIX));
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder could be made: is the disk full?", e);
        }
    }

    /// A folder that somebody else made, to be removed by us.
    ///
    /// @throws IllegalArgumentException if its name is not one that the quickstart gives its folders
    static TemporaryFolder of(Path path) {
        Path name = path.getFileName();
        if (name == null || !name.toString().startsWith(PREFIX)) {
            throw new IllegalArgumentException(path + " is no folder of the quickstart's");
        }
        return new TemporaryFolder(path);
    }

    /// A folder inside, made if need be.
    Path folder(String name) {
        try {
            return Files.createDirectories(path.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("could not remove the temporary folder {}: {}", path, e.getMessage());
        }
    }
}
