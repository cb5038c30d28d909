package io.wattline.bench.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where things lie: this repository with its built jars, and the programs of the machine.
///
/// @param root the folder with `mvnw` in it
public record Installation(Path root) {

    public Installation {
        if (!Files.isRegularFile(root.resolve("mosquitto/conf.d/limits.conf"))) {
            throw new BenchException(root + " is not the repository: run ./mvnw -q -Pbench in it");
        }
    }

    /// The command that runs a module's jar on this JDK.
    ///
    /// @param options for the JVM
    public List<String> java(String module, List<String> options) {
        Path jar = root.resolve(module).resolve("target").resolve(module + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new BenchException(jar + " is missing: ./mvnw -q -Pbench builds it");
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.of(Stream.of(java), options.stream(), Stream.of("-jar", jar.toString()))
                .flatMap(part -> part)
                .toList();
    }

    /// A program of the Mosquitto packages.
    ///
    /// @throws BenchException if it is not installed
    public static String program(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Arrays.stream(path.split(":", -1)), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new BenchException(name + " is not installed: run .ci/run once, or install the"
                        + " packages mosquitto (2.0.21 or later) and mosquitto-clients"))
                .toString();
    }
}
