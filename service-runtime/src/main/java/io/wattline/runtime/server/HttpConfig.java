package io.wattline.runtime.server;

import io.wattline.runtime.access.AccessConfig;
import io.wattline.settings.Settings;
import io.wattline.tls.TlsFiles;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// Where and how a service listens.
///
/// @param host `HTTP_HOST`: the address to bind
/// @param port `HTTP_PORT`: 0 picks a free one
/// @param observePort `OBSERVE_PORT`: where probes and metrics move to; absent, they stay on `port`
/// @param tls `HTTP_TLS_CERT_FILE` and `HTTP_TLS_KEY_FILE`; absent, plain HTTP
/// @param access see [AccessConfig]
/// @param limits see [HttpLimits]
public record HttpConfig(
        String host,
        int port,
        OptionalInt observePort,
        Optional<TlsFiles> tls,
        AccessConfig access,
        HttpLimits limits) {

    private static final int MAX_PORT = 65_535;

    public HttpConfig {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port must be 0 to 65535");
        }
    }

    /// Plain HTTP on a loopback address, open to everyone there: for the quickstart and tests.
    public static HttpConfig loopback(int port) {
        return new HttpConfig(
                "127.0.0.1", port, OptionalInt.empty(), Optional.empty(), AccessConfig.open(), HttpLimits.defaults());
    }

    /// Reads the settings.
    ///
    /// @param defaultPort what `HTTP_PORT` is where it is not set
    /// @param limits the service's own, which are not settings
    public static HttpConfig read(Settings settings, int defaultPort, HttpLimits limits) {
        String host = settings.text("HTTP_HOST", "127.0.0.1");
        int port = settings.integer("HTTP_PORT", defaultPort, 0, MAX_PORT);
        int observePort = settings.integer("OBSERVE_PORT", -1, 0, MAX_PORT);
        if (observePort > 0 && observePort == port) {
            settings.reject("OBSERVE_PORT", "is the same as HTTP_PORT: leave it out to have one port for both");
        }
        return new HttpConfig(
                host,
                port,
                observePort < 0 ? OptionalInt.empty() : OptionalInt.of(observePort),
                readTls(settings),
                AccessConfig.read(settings, host),
                limits);
    }

    private static Optional<TlsFiles> readTls(Settings settings) {
        boolean certificateGiven = settings.optionalText("HTTP_TLS_CERT_FILE").isPresent();
        boolean keyGiven = settings.optionalText("HTTP_TLS_KEY_FILE").isPresent();
        Optional<Path> certificate = settings.readableFile("HTTP_TLS_CERT_FILE");
        Optional<Path> key = settings.readableFile("HTTP_TLS_KEY_FILE");
        if (certificateGiven != keyGiven) {
            settings.reject(
                    certificateGiven ? "HTTP_TLS_KEY_FILE" : "HTTP_TLS_CERT_FILE",
                    "is not set: TLS needs both the certificate and its key");
        }
        return certificate.flatMap(chain -> key.map(file -> TlsFiles.ofServer(chain, file)));
    }
}
