package io.wattline.bench;

import io.wattline.bench.plan.BenchConfig;
import io.wattline.bench.report.Json;
import io.wattline.bench.report.Machine;
import io.wattline.bench.report.Markdown;
import io.wattline.bench.report.Report;
import io.wattline.bench.report.TextTable;
import io.wattline.bench.scenario.Bench;
import io.wattline.bench.scenario.Scenario;
import io.wattline.bench.scenario.Scenarios;
import io.wattline.bench.stack.BenchException;
import io.wattline.bench.stack.Postgres;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Runs the chosen scenarios and makes the report: on standard output and as two files.
final class Benchmark {

    private final BenchConfig config;
    private final Bench bench;
    private final Instant began = Instant.now();

    Benchmark(BenchConfig config, Bench bench) {
        this.config = config;
        this.bench = bench;
    }

    /// The exit code. A scenario that fails does not keep the others from being measured.
    int run(PrintStream out, PrintStream err) {
        List<String> failures = new ArrayList<>();
        for (String name : config.scenarios()) {
            Scenario scenario = Scenarios.named(name).orElseThrow();
            try {
                scenario.run(bench);
            } catch (RuntimeException e) {
                if (bench.isClosed()) {
                    // Ctrl-C: everything that it was working with is gone.
                    return 1;
                }
                String reason = e instanceof BenchException ? e.getMessage() : e.toString();
                err.println("bench: " + name + " failed: " + reason);
                failures.add(name + ": " + reason);
            }
        }
        bench.progress().end();
        Report report = new Report(machine(), bench.figures(), failures);
        out.println(TextTable.of(report));
        write(report, out);
        return failures.isEmpty() ? 0 : 1;
    }

    private void write(Report report, PrintStream out) {
        Path folder = config.root().resolve("bench/target");
        try {
            out.println("as JSON:     " + Files.writeString(folder.resolve("bench.json"), Json.of(report)));
            out.println("as Markdown: " + Files.writeString(folder.resolve("bench.md"), Markdown.of(report)));
        } catch (IOException e) {
            throw new UncheckedIOException("the report could not be written to " + folder, e);
        }
    }

    private Map<String, String> machine() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("machine", Machine.hardware());
        facts.put("data on", Machine.fileSystem(bench.dataFolder()));
        facts.put(
                "versions",
                "JDK %s, PostgreSQL %s, Mosquitto %s"
                        .formatted(Runtime.version(), shown(bench.postgresVersion()), shown(bench.brokerVersion())));
        facts.put("PostgreSQL settings", settings());
        facts.put("Mosquitto settings", "mosquitto/conf.d/limits.conf, " + String.join(", ", Bench.BROKER_CHANGES));
        facts.put("ingestor JVM", String.join(" ", config.jvms().ingestor()));
        facts.put("query service JVM", String.join(" ", config.jvms().query()));
        facts.put("command", command());
        facts.put("commit", Machine.commit(config.root()));
        facts.put("run", "%s, %d s".formatted(began.truncatedTo(ChronoUnit.SECONDS), seconds()));
        return facts;
    }

    private String command() {
        String quick = config.quick() ? " -Dbench.quick=true" : "";
        boolean all = config.scenarios().equals(BenchConfig.SCENARIOS);
        return "./mvnw -q -Pbench" + quick + (all ? "" : " -Dbench.only=" + String.join(",", config.scenarios()));
    }

    private long seconds() {
        return Duration.between(began, Instant.now()).toSeconds();
    }

    private static String settings() {
        return Postgres.SETTINGS.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String shown(String version) {
        return version.isEmpty() ? "(not used)" : version;
    }
}
