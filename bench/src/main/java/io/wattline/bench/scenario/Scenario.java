package io.wattline.bench.scenario;

/// Something to measure.
public interface Scenario {

    /// Prepares, loads, looks, and hands the figures to `bench`; ends what it started.
    ///
    /// @throws io.wattline.bench.stack.BenchException if it could not be measured, with what to do
    void run(Bench bench);
}
