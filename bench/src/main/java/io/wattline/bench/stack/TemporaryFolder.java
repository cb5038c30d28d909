package io.wattline.bench.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A folder under the system's one for temporary files, removed with all it holds by [#close].
public final class TemporaryFolder implements AutoCloseable {

    private static final int TRIES = 40;
    private static final long PAUSE_NANOS = 250_000_000;

    private final Path path;

    private TemporaryFolder(Path path) {
        this.path = path;
    }

    public static TemporaryFolder create() {
        try {
            return new TemporaryFolder(Files.createTempDirectory("wattline-bench-"));
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder could be made: is the disk full?", e);
        }
    }

    public Path path() {
        return path;
    }

    /// A folder inside, made if need be.
    public Path folder(String name) {
        try {
            return Files.createDirectories(path.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Tries for some seconds: after Ctrl-C a server may still be writing its last files.
    @Override
    public void close() throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                remove();
                return;
            } catch (IOException | UncheckedIOException e) {
                if (tries == TRIES) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void remove() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> files = Files.walk(path)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
