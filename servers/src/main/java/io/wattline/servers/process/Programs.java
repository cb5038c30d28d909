package io.wattline.servers.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/// The programs of this machine.
public final class Programs {

    private static final Duration RUN_LIMIT = Duration.ofSeconds(60);

    private Programs() {}

    /// Where a program lies, if it is installed.
    public static Optional<Path> find(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Arrays.stream(path.split(":", -1)), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// Where a program lies.
    ///
    /// @throws RuntimeException that of [Requirement] if it is not installed
    public static Path required(String name) {
        return find(name)
                .orElseThrow(
                        () -> Requirement.missing("no " + name + " on the PATH or in /usr/sbin; .ci/run installs it"));
    }

    /// Runs a program in a folder, on the clock of the test, to its end; fails unless it exits with 0.
    public static String run(Path folder, String name, String... arguments) {
        String[] command = Stream.concat(Stream.of(required(name).toString()), Stream.of(arguments))
                .toArray(String[]::new);
        return ChildProcess.run(Launch.program(name, folder, command).onTheClockOfTheTest(), RUN_LIMIT);
    }
}
