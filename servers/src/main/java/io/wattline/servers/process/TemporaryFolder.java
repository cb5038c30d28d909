package io.wattline.servers.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A folder that is gone, with all in it, after [#close].
public record TemporaryFolder(Path path) implements AutoCloseable {

    private static final int TRIES = 20;
    private static final long PAUSE_NANOS = 250_000_000;

    public static TemporaryFolder create(String name) {
        try {
            return new TemporaryFolder(Files.createTempDirectory("wattline-" + name + "-"));
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder could be made: is the disk full?", e);
        }
    }

    /// A folder inside, made if need be.
    public Path folder(String name) {
        try {
            return Files.createDirectories(path.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Tries for some seconds: a server that was ended may still be writing its last files.
    @Override
    public void close() {
        for (int tries = 1; ; tries++) {
            try {
                Files.walkFileTree(path, new Deletion());
                return;
            } catch (NoSuchFileException e) {
                return;
            } catch (IOException e) {
                if (tries == TRIES) {
                    throw new UncheckedIOException("cannot remove " + path, e);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            // A server that is just ending removes files of its own meanwhile.
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
            if (e != null) {
                throw e;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
