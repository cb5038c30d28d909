package io.wattline.bench.scenario;

import io.wattline.bench.report.Figure;
import io.wattline.bench.report.Unit;
import io.wattline.bench.stack.BenchException;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// The JMH benchmarks of `micro`, in a short form: one fork each.
final class JmhScenario implements Scenario {

    private static final int ITERATIONS = 3;

    @Override
    public void run(Bench bench) {
        TimeValue iteration =
                TimeValue.milliseconds(bench.scale().jmhIteration().toMillis());
        bench.progress().begin("jmh: decode, encode, pair", 0);
        Options options = new OptionsBuilder()
                .include("io\\.wattline\\.bench\\.micro\\.")
                .forks(1)
                .warmupIterations(ITERATIONS)
                .warmupTime(iteration)
                .measurementIterations(ITERATIONS)
                .measurementTime(iteration)
                .timeUnit(TimeUnit.MICROSECONDS)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .output(bench.newFolder().resolve("jmh.log").toString())
                .build();
        try {
            Collection<RunResult> results = new Runner(options).run();
            results.forEach(result -> report(bench, result));
        } catch (RunnerException e) {
            throw new BenchException("JMH failed: " + e.getMessage(), e);
        }
    }

    private static void report(Bench bench, RunResult run) {
        String name = run.getParams().getBenchmark();
        String method = name.substring(name.lastIndexOf('.') + 1);
        double micros = run.getPrimaryResult().getScore();
        Result<?> allocated = run.getSecondaryResults().get("gc.alloc.rate.norm");
        String note = allocated == null ? "" : String.format(Locale.ROOT, "allocates %.0f B", allocated.getScore());
        bench.report(Figure.of("jmh." + method, "JMH: " + words(method), micros, Unit.MICROS)
                .noting(note));
    }

    /// `decodeMeterReading` as `decode meter reading`.
    private static String words(String method) {
        return method.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }
}
