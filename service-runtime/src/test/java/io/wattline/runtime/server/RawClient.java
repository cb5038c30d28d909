package io.wattline.runtime.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// Speaks HTTP by hand, so that it can be wrong, slow or rude. Reads give up after 10 s.
final class RawClient implements AutoCloseable {

    /// What came back: the head as text, the body as text.
    record Response(int status, String head, String body) {

        boolean hasHeader(String line) {
            return Arrays.asList(head.split("\r\n")).contains(line);
        }
    }

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket = new Socket();

    RawClient(int port) throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
    }

    /// Sends text as it is.
    RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /// Sends a request without a body.
    RawClient get(String target) throws IOException {
        return send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    /// Sends a harmless byte every 20 ms until the connection is gone, or the thread is interrupted.
    Thread drip() {
        return Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    send("x");
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            } catch (IOException | InterruptedException e) {
                // The connection is gone, which is what the test waits for.
            }
        });
    }

    /// Reads one response that has a Content-Length (or none, for no body).
    Response response() throws IOException {
        return response(false);
    }

    /// Reads one response to HEAD, which has no body whatever its Content-Length says.
    Response responseToHead() throws IOException {
        return response(true);
    }

    private Response response(boolean toHead) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int read = in.read();
            if (read < 0) {
                throw new IOException("closed after " + head.size() + " bytes of head");
            }
            head.write(read);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        int status = Integer.parseInt(text.substring(9, 12));
        byte[] body = toHead ? new byte[0] : in.readNBytes(contentLength(text));
        return new Response(status, text, new String(body, StandardCharsets.UTF_8));
    }

    /// Whether the server has closed the connection or does so within the time-out.
    boolean isClosedByServer() throws IOException {
        try {
            while (socket.getInputStream().read() >= 0) {
                // What is still on its way does not matter.
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    private static int contentLength(String head) {
        for (String line : head.split("\r\n")) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                return Integer.parseInt(line.substring(15).strip());
            }
        }
        return 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
