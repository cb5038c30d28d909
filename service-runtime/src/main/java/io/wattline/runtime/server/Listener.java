package io.wattline.runtime.server;

import io.helidon.common.tls.Tls;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wattline.runtime.access.AccessControl;
import io.wattline.runtime.http.Route;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// One port with its routes and its own limits, in Helidon's terms.
final class Listener {

    private static final Duration IDLE_CHECK_PERIOD = Duration.ofSeconds(5);

    private final HttpConfig config;
    private final RequestDeadlines deadlines;
    private final Admission admission;
    private final ConnectionGate gate;

    Listener(HttpConfig config, RequestDeadlines deadlines) {
        this.config = config;
        this.deadlines = deadlines;
        this.admission = new Admission(config.limits().load());
        this.gate = new ConnectionGate(
                http1(config.limits().sizes(), deadlines),
                deadlines,
                config.limits().load().maxConnections());
    }

    /// Puts address, limits and routes into `listener`.
    void configure(
            ListenerConfig.BuilderBase<?, ?> listener,
            List<Route> routes,
            HttpService service,
            AccessControl access,
            InstantSource clock) {
        Cors cors = new Cors(config.access().corsOrigins());
        Dispatcher dispatcher = new Dispatcher(new Router(routes), access, admission, service.faults(), cors, clock);
        Exchange exchange = new Exchange(
                dispatcher,
                cors,
                new RequestMeter(service.registry()),
                deadlines,
                config.limits().sizes().maxBodyBytes());
        HttpLimits.Times times = config.limits().times();
        listener.host(config.host())
                .protocolsDiscoverServices(false)
                .concurrencyLimitDiscoverServices(false)
                .addProtocol(new GatedProtocol())
                .addConnectionSelector(gate)
                // Only stream sockets have read time-outs, and only they ask no name service about TLS clients.
                .useNio(false)
                .connectionOptions(new AcceptedSockets(times.idle()))
                .idleConnectionTimeout(times.idle())
                .idleConnectionPeriod(min(IDLE_CHECK_PERIOD, times.idle()))
                .shutdownGracePeriod(times.shutdownGrace())
                .directHandlers(new DirectProblems(clock).forAllEvents())
                .addRouting(HttpRouting.builder().any(exchange));
        config.tls()
                .map(TlsContext::of)
                .ifPresent(context ->
                        listener.tls(Tls.builder().sslContext(context).build()));
    }

    /// Publishes how many connections and requests there are now.
    void publish(MeterRegistry registry, String name) {
        Gauge.builder("wattline.http.connections", gate, ConnectionGate::open)
                .description("open connections, those told 503 included")
                .tag("listener", name)
                .register(registry);
        Gauge.builder("wattline.http.requests.running", admission, Admission::running)
                .description("handlers running, probes and metrics not counted")
                .tag("listener", name)
                .register(registry);
        Gauge.builder("wattline.http.requests.waiting", admission, Admission::waiting)
                .description("requests waiting for a place to run")
                .tag("listener", name)
                .register(registry);
    }

    private static Http1ConnectionSelector http1(HttpLimits.Sizes sizes, RequestDeadlines deadlines) {
        Http1Config protocol = Http1Config.builder()
                .maxPrologueLength(sizes.maxRequestLineBytes())
                .maxHeadersSize(sizes.maxHeaderBytes())
                .addReceiveListener(new Http1ConnectionListener() {
                    @Override
                    public void prologue(ConnectionContext context, HttpPrologue prologue) {
                        deadlines.arm();
                    }
                })
                .build();
        return Http1ConnectionSelector.builder().config(protocol).build();
    }

    private static Duration min(Duration first, Duration second) {
        return first.compareTo(second) < 0 ? first : second;
    }
}
