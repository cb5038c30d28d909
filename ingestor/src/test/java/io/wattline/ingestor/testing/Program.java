package io.wattline.ingestor.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/// Programs of the machine that a test runs and may not find there.
public final class Program {

    private Program() {}

    /// Where the program is. A test without it is skipped with the reason, but fails where `CI=true`.
    public static Path required(String name) {
        return find(name).orElseThrow(() -> {
            String reason = "no " + name + " on the PATH or in /usr/sbin";
            return "true".equals(System.getenv("CI"))
                    ? new IllegalStateException("CI=true, so nothing may be skipped: " + reason)
                    : new TestAbortedException(reason);
        });
    }

    /// Runs a program to its end in a folder.
    public static void run(Path folder, String name, String... arguments) {
        List<String> command = Stream.concat(Stream.of(required(name).toString()), Arrays.stream(arguments))
                .toList();
        try {
            Path output = Files.createTempFile(folder, name, ".out");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " failed: " + Files.readString(output));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Path> find(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Arrays.stream(path.split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
