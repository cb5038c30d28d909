package io.wattline.runtime.server;

import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.wattline.runtime.access.AccessControl;
import io.wattline.runtime.workaround.RequestDeadlines;
import java.time.InstantSource;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running HTTP server. Started by [#start]; [#close] stops it and lets running exchanges end within the shutdown
/// grace.
public final class HttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final String OBSERVE = "observe";

    private final WebServer server;
    private final RequestDeadlines deadlines;
    private final HttpConfig config;

    private HttpServer(WebServer server, RequestDeadlines deadlines, HttpConfig config) {
        this.server = server;
        this.deadlines = deadlines;
        this.config = config;
    }

    /// Binds the ports and starts to serve.
    ///
    /// @throws IllegalArgumentException if the key or TLS files do not hold what they should
    /// @throws IllegalStateException if a port is taken; the message names host and port
    public static HttpServer start(HttpConfig config, HttpSurface surface, InstantSource clock) {
        AccessControl access = AccessControl.of(config.access(), surface.registry());
        RequestDeadlines deadlines =
                new RequestDeadlines(config.limits().times().exchange());
        try {
            WebServerConfig.Builder builder =
                    WebServer.builder().shutdownHook(false).port(config.port());
            boolean apart = config.observePort().isPresent();
            Operations operations = apart ? Operations.of(surface.services()) : surface.operations();
            Listener main = new Listener(config, deadlines, operations, surface, access, clock);
            main.configure(builder);
            main.publish(surface.registry(), "main");
            if (apart) {
                Operations observed = Operations.of(surface.observe());
                Listener observe = new Listener(config, deadlines, observed, surface, access, clock);
                ListenerConfig.Builder socket = ListenerConfig.builder()
                        .name(OBSERVE)
                        .port(config.observePort().getAsInt());
                observe.configure(socket);
                observe.publish(surface.registry(), OBSERVE);
                builder.putSocket(OBSERVE, socket.build());
            }
            HttpServer server = new HttpServer(startOn(builder, config), deadlines, config);
            LOG.info(
                    "listening host={} port={} observePort={} tls={}",
                    config.host(),
                    server.port(),
                    server.observePort(),
                    config.tls().isPresent());
            return server;
        } catch (RuntimeException e) {
            deadlines.close();
            throw e;
        }
    }

    /// The port that is really bound.
    public int port() {
        return server.port();
    }

    /// The port that probes and metrics are on.
    public int observePort() {
        return config.observePort().isPresent() ? server.port(OBSERVE) : server.port();
    }

    /// Stops accepting, waits for running exchanges as long as the grace allows, and frees the ports.
    @Override
    public void close() {
        server.stop();
        deadlines.close();
    }

    private static WebServer startOn(WebServerConfig.Builder builder, HttpConfig config) {
        // Helidon logs why a port could not be bound and returns as if all were well.
        WebServer server = builder.build().start();
        if (!server.isRunning()) {
            throw new IllegalStateException("cannot listen on " + config.host() + " port " + config.port()
                    + observed(config.observePort())
                    + ": is another process there? (the log has the cause)");
        }
        return server;
    }

    private static String observed(OptionalInt port) {
        return port.isPresent() ? " or port " + port.getAsInt() : "";
    }
}
