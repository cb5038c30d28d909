package io.wattline.bench;

import io.wattline.bench.plan.BenchConfig;
import io.wattline.bench.report.Progress;
import io.wattline.bench.scenario.Bench;
import io.wattline.bench.stack.BenchException;
import io.wattline.runtime.logging.Logging;
import io.wattline.servers.process.ChildProcess;
import io.wattline.settings.ConfigurationException;
import io.wattline.settings.Settings;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/// Runs the benchmark. Exit codes: 0 everything was measured, whatever the ratings; 1 a scenario failed; 2 a
/// property is wrong.
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.setProperty("logback.configurationFile", "io/wattline/bench/bench-logback.xml");
        Logging.start();
        ChildProcess.endInOrder();
        System.exit(run(System.out, System.err));
    }

    private static int run(PrintStream out, PrintStream err) {
        try {
            BenchConfig config = Settings.read(properties(), BenchConfig::read);
            try (Bench bench = new Bench(config, Progress.create())) {
                // Ctrl-C: whatever was started is ended before the JVM goes.
                Runtime.getRuntime().addShutdownHook(new Thread(bench::close, "shutdown"));
                return new Benchmark(config, bench).run(out, err);
            }
        } catch (ConfigurationException e) {
            e.errors().forEach(error -> err.println("bench: " + error));
            return 2;
        } catch (BenchException e) {
            err.println("bench: " + e.getMessage());
            return 1;
        }
    }

    private static Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        System.getProperties().forEach((key, value) -> properties.put(key.toString(), value.toString()));
        return properties;
    }
}
