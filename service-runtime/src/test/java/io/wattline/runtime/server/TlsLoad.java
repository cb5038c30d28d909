package io.wattline.runtime.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// Requests over TLS without a pause: one thread shakes hands anew for each, another keeps its connection.
final class TlsLoad implements AutoCloseable {

    private static final byte[] REQUEST =
            "GET /things/a HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final long PATIENCE_NANOS = 20_000_000_000L;
    private static final long POLL_NANOS = 2_000_000;

    private final int port;
    private final SelfSigned[] trusted;
    private final AtomicReference<Certificate> shown = new AtomicReference<>();
    private final AtomicInteger handshakes = new AtomicInteger();
    private final AtomicInteger standing = new AtomicInteger();
    private final List<Exception> failures = new CopyOnWriteArrayList<>();
    private final List<Thread> threads;
    private volatile boolean ended;

    private TlsLoad(int port, SelfSigned... trusted) {
        this.port = port;
        this.trusted = trusted;
        this.threads = List.of(
                Thread.ofPlatform().name("handshakes").start(this::shakeHands),
                Thread.ofPlatform().name("standing").start(this::keepConnection));
    }

    static TlsLoad on(int port, SelfSigned... trusted) {
        return new TlsLoad(port, trusted);
    }

    /// Returns once two more handshakes have shown that certificate.
    void awaitHandshakesWith(SelfSigned expected) throws Exception {
        int before = handshakes.get();
        Certificate certificate = certificate(expected);
        await("handshakes with it", () -> handshakes.get() >= before + 2 && certificate.equals(shown.get()));
    }

    /// Returns once a condition holds, under load.
    void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come about: " + what + "; failures: " + failures);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    List<Exception> failures() {
        return failures;
    }

    int answersOnTheStandingConnection() {
        return standing.get();
    }

    /// Returns once both threads have had their last answer.
    void end() {
        ended = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end();
    }

    private void shakeHands() {
        while (!ended) {
            // A context of its own each time, so that no session is resumed.
            try (SSLSocket socket = connected()) {
                ask(socket);
                shown.set(socket.getSession().getPeerCertificates()[0]);
                handshakes.incrementAndGet();
            } catch (IOException | GeneralSecurityException e) {
                failures.add(e);
            }
        }
    }

    private void keepConnection() {
        try (SSLSocket socket = connected()) {
            while (!ended) {
                ask(socket);
                standing.incrementAndGet();
            }
        } catch (IOException | GeneralSecurityException e) {
            failures.add(e);
        }
    }

    private SSLSocket connected() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (SelfSigned one : trusted) {
            store.setCertificateEntry(String.valueOf(store.size()), certificate(one));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void ask(SSLSocket socket) throws IOException {
        socket.getOutputStream().write(REQUEST);
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed before the answer");
            }
            head.append((char) next);
        }
        if (!head.toString().startsWith("HTTP/1.1 200")) {
            throw new IOException("not 200: " + head);
        }
        String lower = head.toString().toLowerCase(Locale.ROOT);
        int at = lower.indexOf("content-length: ");
        int length = Integer.parseInt(lower.substring(at + 16, lower.indexOf("\r\n", at)));
        in.readNBytes(length);
    }

    private static Certificate certificate(SelfSigned one) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(one.files().certificate())) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
