package io.wattline.runtime.observe;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.logging.LogbackMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wattline.runtime.http.Accepted;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Scope;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The metrics of a service at `GET /metrics`, in the Prometheus text format or in OpenMetrics.
///
/// Own metrics are named `wattline.<noun>.<unit>`, which Prometheus shows with underscores and `_total` for
/// counters.
public final class Metrics implements HttpService, AutoCloseable {

    private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final List<String> FORMATS = List.of(TEXT_FORMAT, OPEN_METRICS);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final LogbackMetrics logEvents = new LogbackMetrics();
    private final List<ReadinessWatch> watches = new CopyOnWriteArrayList<>();

    /// A registry that already measures the JVM: memory, collections, threads, classes, processor, uptime, open
    /// files, and log events by level.
    public Metrics() {
        // Not base units, or no name that Prometheus' rules allow; ProcessMetrics has the first as seconds.
        registry.config()
                .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"))
                .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
        new JvmMemoryMetrics().bindTo(registry);
        collections.bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new ProcessMetrics().bindTo(registry);
        logEvents.bindTo(registry);
        Gauge.builder("wattline.build.info", () -> 1)
                .description("The version that runs")
                .tag("version", version())
                .tag("java", Runtime.version().toString())
                .register(registry);
    }

    /// The version of these jars; `unpackaged` where classes run out of a build folder.
    public static String version() {
        @Nullable String version = Metrics.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }

    /// Exports the readiness checks of `health` as `wattline_ready{check}` until this is closed.
    public void publish(Health health) {
        ReadinessWatch watch = health.watch(registry);
        watches.add(watch);
        watch.start();
    }

    /// Where the service registers its own metrics.
    public MeterRegistry registry() {
        return registry;
    }

    /// The scrape in the Prometheus text format.
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/metrics", Endpoint.of(Scope.OPEN, this::answer).answering(TEXT_FORMAT, OPEN_METRICS));
    }

    private Answer answer(ServerRequest request) {
        String format = Accepted.by(request).best(FORMATS).orElse(TEXT_FORMAT);
        return Answer.text(format, registry.scrape(format)).varying("Accept");
    }

    @Override
    public void close() {
        watches.forEach(ReadinessWatch::close);
        logEvents.close();
        collections.close();
        registry.close();
    }
}
