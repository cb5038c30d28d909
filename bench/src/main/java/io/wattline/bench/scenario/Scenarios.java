package io.wattline.bench.scenario;

import java.util.Map;
import java.util.Optional;

/// The scenarios by their names in [io.wattline.bench.plan.BenchConfig].
public final class Scenarios {

    private static final Map<String, Scenario> BY_NAME = Map.of(
            "start", new StartScenario(),
            "drain", new DrainScenario(),
            "late", new LateScenario(),
            "live", new LiveScenario(),
            "query", new QueryScenario(),
            "mixed", new MixedScenario(),
            "jmh", new JmhScenario());

    private Scenarios() {}

    public static Optional<Scenario> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
