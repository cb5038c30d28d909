package io.wattline.servers;

import io.wattline.servers.process.ChildProcess;
import io.wattline.servers.process.Launch;
import io.wattline.servers.process.Programs;
import io.wattline.servers.process.Requirement;
import io.wattline.servers.process.TemporaryFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the `mosquitto` program.
final class MosquittoProgram {

    /// Older ones ignore the Receive Maximum of a resumed session.
    private static final List<Integer> FLOOR = List.of(2, 0, 21);

    private static final Pattern VERSION = Pattern.compile("mosquitto version (\\d+)\\.(\\d+)\\.(\\d+)");

    private MosquittoProgram() {}

    /// The program, at least 2.0.21; otherwise the exception of [Requirement].
    static Path required() {
        Optional<String> reason = whyNot();
        if (reason.isPresent()) {
            throw Requirement.missing(reason.get());
        }
        return Programs.find("mosquitto").orElseThrow();
    }

    /// Why the program cannot be used; empty if it can.
    static Optional<String> whyNot() {
        Optional<Path> program = Programs.find("mosquitto");
        if (program.isEmpty()) {
            return Optional.of("no mosquitto on the PATH or in /usr/sbin; .ci/run installs it");
        }
        String printed = help(program.get());
        Matcher version = VERSION.matcher(printed);
        if (!version.find()) {
            return Optional.of(program.get() + " does not tell its version");
        }
        return isRecent(version)
                ? Optional.empty()
                : Optional.of(program.get() + " is " + version.group() + ", older than 2.0.21; .ci/run installs one");
    }

    private static boolean isRecent(Matcher version) {
        for (int i = 0; i < FLOOR.size(); i++) {
            int part = Integer.parseInt(version.group(i + 1));
            if (part != FLOOR.get(i)) {
                return part > FLOOR.get(i);
            }
        }
        return true;
    }

    private static String help(Path program) {
        // It prints its help and exits with 3.
        try (TemporaryFolder folder = TemporaryFolder.create("mosquitto-help");
                ChildProcess child =
                        ChildProcess.start(Launch.program("help", folder.path(), program.toString(), "-h"))) {
            child.exitCode(Duration.ofSeconds(10));
            return child.output().newestLines(200);
        }
    }
}
