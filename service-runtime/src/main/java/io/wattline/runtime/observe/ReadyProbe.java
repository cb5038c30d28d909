package io.wattline.runtime.observe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Asks the service on this machine's loopback address whether it is ready, over TLS: the health check of a container
/// whose HTTP port is given a certificate.
///
/// It takes whatever certificate is shown: the name in it is that of the outside, nothing is sent but the request for
/// `/health/ready`, and nothing is read but the status.
public final class ReadyProbe {

    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final String REQUEST = "GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private ReadyProbe() {}

    /// Exits with 0 if the service that listens on the port `args[0]` is ready, with 1 otherwise.
    public static void main(String[] args) {
        System.exit(isReady(Integer.parseInt(args[0])) ? 0 : 1);
    }

    /// Whether what listens on the port answers 200; false after four seconds, and where nothing listens.
    public static boolean isReady(int port) {
        try (Socket plain = new Socket()) {
            int millis = Math.toIntExact(PATIENCE.toMillis());
            plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
            plain.setSoTimeout(millis);
            return isReady(plain, port);
        } catch (IOException | GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean isReady(Socket plain, int port) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anything()}, null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", port, true)) {
            socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            String status = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            return status != null && status.contains(" 200 ");
        }
    }

    private static final class Anything implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate @Nullable [] chain, @Nullable String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate @Nullable [] chain, @Nullable String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
