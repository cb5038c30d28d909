package io.wattline.runtime.server;

import io.helidon.common.context.Context;
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
import io.wattline.runtime.workaround.AcceptedSockets;
import io.wattline.runtime.workaround.BodilessAnswers;
import io.wattline.runtime.workaround.ConnectionGate;
import io.wattline.runtime.workaround.GatedProtocol;
import io.wattline.runtime.workaround.HeldEncodings;
import io.wattline.runtime.workaround.RequestDeadlines;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// One port with its routes and its own limits, in Helidon's terms.
final class Listener {

    private static final Duration IDLE_CHECK_PERIOD = Duration.ofSeconds(5);

    private final HttpConfig config;
    private final Guard guard;
    private final ConnectionGate gate;
    private final HttpRouting.Builder routing;
    private final InstantSource clock;

    Listener(
            HttpConfig config,
            RequestDeadlines deadlines,
            Operations operations,
            HttpSurface surface,
            AccessControl access,
            InstantSource clock) {
        HttpLimits limits = config.limits();
        Cors cors = new Cors(config.access().corsOrigins());
        Replies replies = new Replies(cors, new RequestMeter(surface.registry()), clock);
        this.config = config;
        this.clock = clock;
        this.guard = new Guard(access, replies, limits);
        this.gate = new ConnectionGate(
                http1(limits.sizes(), deadlines),
                deadlines,
                limits.load().maxConnections(),
                limits.sizes().maxRequestLineBytes() + limits.sizes().maxHeaderBytes(),
                limits.sizes().maxBodyBytes());
        this.routing = HttpRouting.builder()
                .addFilter(new Entrance(replies, deadlines, limits.sizes().maxBodyBytes()))
                .error(Throwable.class, new Failures(operations, surface.faults(), replies, cors));
        operations.all().forEach(operation -> routing.route(operation.route()));
    }

    /// Puts address, limits and operations into `listener`, and TLS where there is a context for it.
    void configure(ListenerConfig.BuilderBase<?, ?> listener, Optional<SSLContext> tls) {
        Context shared = Context.create();
        shared.register(guard);
        HttpLimits.Times times = config.limits().times();
        listener.host(config.host())
                .protocolsDiscoverServices(false)
                .concurrencyLimitDiscoverServices(false)
                .addProtocol(new GatedProtocol())
                .addConnectionSelector(gate)
                // Only stream sockets have read time-outs, and only they ask no name service about TLS clients.
                .useNio(false)
                .connectionOptions(new AcceptedSockets(times.idle(), gate))
                .idleConnectionTimeout(times.idle())
                .idleConnectionPeriod(min(IDLE_CHECK_PERIOD, times.idle()))
                .shutdownGracePeriod(times.shutdownGrace())
                .directHandlers(new DirectProblems(clock).forAllEvents())
                .listenerContext(shared)
                .contentEncoding(HeldEncodings.create())
                .addRouting(routing);
        tls.ifPresent(context -> listener.tls(Tls.builder().sslContext(context).build()));
    }

    /// Publishes how many connections and requests there are now.
    void publish(MeterRegistry registry, String name) {
        Gauge.builder("wattline.http.connections", gate, ConnectionGate::open)
                .description("open connections, those told 503 included")
                .tag("listener", name)
                .register(registry);
        Gauge.builder("wattline.http.requests.running", guard, Guard::running)
                .description("endpoints acting, probes and metrics not counted")
                .tag("listener", name)
                .register(registry);
        Gauge.builder("wattline.http.requests.waiting", guard, Guard::waiting)
                .description("requests waiting for a place to run")
                .tag("listener", name)
                .register(registry);
        Gauge.builder("wattline.http.answer.bytes", guard, Guard::answerBytes)
                .description("bytes of long answers being made or written")
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
                .addSendListener(new BodilessAnswers())
                .build();
        return Http1ConnectionSelector.builder().config(protocol).build();
    }

    private static Duration min(Duration first, Duration second) {
        return first.compareTo(second) < 0 ? first : second;
    }
}
