package io.wattline.runtime.server;

import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.wattline.runtime.access.AccessControl;
import io.wattline.runtime.tls.CertificateWatch;
import io.wattline.runtime.workaround.RequestDeadlines;
import io.wattline.tls.ReloadedTls;
import io.wattline.tls.TlsFiles;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLContext;
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
    private final Optional<CertificateWatch> certificates;

    private HttpServer(
            WebServer server, RequestDeadlines deadlines, HttpConfig config, Optional<CertificateWatch> certificates) {
        this.server = server;
        this.deadlines = deadlines;
        this.config = config;
        this.certificates = certificates;
    }

    /// Binds the ports and starts to serve.
    ///
    /// @throws IllegalArgumentException if the key or TLS files do not hold what they should
    /// @throws IllegalStateException if a port is taken; the message names host and port
    public static HttpServer start(HttpConfig config, HttpSurface surface, InstantSource clock) {
        AccessControl access = AccessControl.of(config.access(), surface.registry());
        Optional<ReloadedTls> tls = config.tls().map(HttpServer::certificate);
        Optional<SSLContext> context = tls.map(ReloadedTls::serverContext);
        RequestDeadlines deadlines =
                new RequestDeadlines(config.limits().times().exchange());
        try {
            WebServerConfig.Builder builder =
                    WebServer.builder().shutdownHook(false).port(config.port());
            boolean apart = config.observePort().isPresent();
            Operations operations = apart ? Operations.of(surface.services()) : surface.operations();
            Listener main = new Listener(config, deadlines, operations, surface, access, clock);
            main.configure(builder, context);
            main.publish(surface.registry(), "main");
            if (apart) {
                Operations observed = Operations.of(surface.observe());
                Listener observe = new Listener(config, deadlines, observed, surface, access, clock);
                ListenerConfig.Builder socket = ListenerConfig.builder()
                        .name(OBSERVE)
                        .port(config.observePort().getAsInt());
                observe.configure(socket, context);
                observe.publish(surface.registry(), OBSERVE);
                builder.putSocket(OBSERVE, socket.build());
            }
            HttpServer server = new HttpServer(
                    startOn(builder, config),
                    deadlines,
                    config,
                    tls.map(files -> CertificateWatch.start("http", files, surface.registry())));
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
        certificates.ifPresent(CertificateWatch::close);
        server.stop();
        deadlines.close();
    }

    private static ReloadedTls certificate(TlsFiles files) {
        try {
            return ReloadedTls.of(files);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "HTTP_TLS_CERT_FILE and HTTP_TLS_KEY_FILE cannot be used: " + e.getMessage(), e);
        }
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
