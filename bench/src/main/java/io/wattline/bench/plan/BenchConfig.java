package io.wattline.bench.plan;

import io.wattline.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What can be chosen on the command line, as `-Dbench.…=`.
///
/// @param root the repository
/// @param quick whether the small loads are enough
/// @param scenarios the names of those to run
/// @param jvms how the services' JVMs are started
public record BenchConfig(Path root, boolean quick, List<String> scenarios, Jvms jvms) {

    /// All scenarios, in the order in which they run.
    public static final List<String> SCENARIOS = List.of("start", "drain", "late", "live", "query", "mixed", "jmh");

    /// Options of the services' JVMs.
    ///
    /// @param ingestor in a container of 400 MB the image's 60 % of memory is this heap, and the JVM takes this
    /// collector
    /// @param query likewise of 250 MB
    public record Jvms(List<String> ingestor, List<String> query) {
        static final String INGESTOR = "-Xmx240m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError";
        static final String QUERY = "-Xmx150m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError";
    }

    private static final Pattern TRUE_OR_FALSE = Pattern.compile("true|false");

    public BenchConfig {
        scenarios = List.copyOf(scenarios);
    }

    /// Reads system properties; every error is noted in `settings`.
    public static BenchConfig read(Settings settings) {
        return new BenchConfig(
                Path.of(settings.text("bench.root", ".")).toAbsolutePath().normalize(),
                isTrue(settings, "bench.quick"),
                scenarios(settings),
                new Jvms(
                        options(settings, "bench.ingestor.jvm", Jvms.INGESTOR),
                        options(settings, "bench.query.jvm", Jvms.QUERY)));
    }

    public Scale scale() {
        return quick ? Scale.QUICK : Scale.FULL;
    }

    private static List<String> scenarios(Settings settings) {
        List<String> only = settings.list("bench.only");
        only.stream()
                .filter(name -> !SCENARIOS.contains(name))
                .forEach(name -> settings.reject(
                        "bench.only",
                        "names no scenario with " + name + ": choose from " + String.join(",", SCENARIOS)));
        if (isTrue(settings, "bench.jmh")) {
            return List.of("jmh");
        }
        return only.isEmpty()
                ? SCENARIOS
                : SCENARIOS.stream().filter(only::contains).toList();
    }

    private static boolean isTrue(Settings settings, String key) {
        return settings.matching(key, "false", TRUE_OR_FALSE, "true or false").equals("true");
    }

    private static List<String> options(Settings settings, String key, String fallback) {
        List<String> options = Stream.of(settings.text(key, fallback).split("\\s+", -1))
                .filter(option -> !option.isEmpty())
                .toList();
        if (options.stream().anyMatch(option -> !option.startsWith("-"))) {
            settings.reject(key, "holds something that is no option of a JVM: every part begins with -");
        }
        return options;
    }
}
