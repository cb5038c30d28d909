package io.wattline.runtime.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// The body of one request: announced by `Content-Length` or chunked, plain or in gzip, and read within a limit that
/// holds for what comes out of the gzip too.
///
/// What is left of it is read away, so that the caller gets to read its answer. Not thread-safe.
public final class Body {

    /// How much of an unwanted body is read away to keep the connection.
    private static final int MAX_DRAINED_BYTES = 1_048_576;

    /// How much is read away before the connection is closed: a client that is still writing when it is closed loses
    /// the answer.
    private static final int MAX_LINGERING_BYTES = 16 * MAX_DRAINED_BYTES;

    private static final String CHUNKED = "chunked";

    private final ServerRequest request;
    private final int maxBytes;
    private boolean framed;
    private @Nullable InputStream raw;

    private Body(ServerRequest request, int maxBytes) {
        this.request = request;
        this.maxBytes = maxBytes;
    }

    /// Puts the body of a request where [#read(ServerRequest)] finds it.
    ///
    /// @param maxBytes the longest body, as sent and as decoded
    public static Body register(ServerRequest request, int maxBytes) {
        Body body = new Body(request, maxBytes);
        request.context().register(body);
        return body;
    }

    /// The whole body, decoded; empty if there is none. Call it once for a request.
    ///
    /// @throws ProblemException 400 if it is not what its headers say, 413 if it is longer than the server's limit
    /// @throws CloseConnectionException if the client went away, fell silent or ran out of time
    public static byte[] read(ServerRequest request) {
        return request.context()
                .get(Body.class)
                .orElseThrow(() -> new IllegalStateException("this request was not let in by a server"))
                .read();
    }

    /// Refuses ambiguous and unreadable bodies before the request is handled.
    ///
    /// @throws ProblemException 400, 413, 415 or 501
    public void requireReadable() {
        List<String> lengths = request.headers().all(HeaderNames.CONTENT_LENGTH, List::of);
        List<String> codings = request.headers().all(HeaderNames.TRANSFER_ENCODING, List::of);
        if (lengths.size() > 1 || lengths.stream().anyMatch(text -> !text.matches("[0-9]{1,18}"))) {
            throw Problem.badRequest("Content-Length must be given once, as a number")
                    .asException();
        }
        if (!codings.isEmpty() && !lengths.isEmpty()) {
            throw Problem.badRequest("Content-Length and Transfer-Encoding contradict each other: send one of them")
                    .asException();
        }
        // Helidon takes no other spelling for it and would read the body as the next request.
        if (!codings.isEmpty() && !codings.equals(List.of(CHUNKED))) {
            throw Problem.of(501, "The only transfer coding that is taken is " + CHUNKED)
                    .asException();
        }
        framed = true;
        requireShort();
        if (isPresent() && encoding().isEmpty()) {
            throw Problem.of(415, "The only Content-Encoding that is taken is gzip: send that, or a plain body")
                    .header("Accept-Encoding", "gzip")
                    .asException();
        }
    }

    private void requireShort() {
        if (length() > maxBytes) {
            throw tooLong();
        }
    }

    /// Whether the request has a body.
    public boolean isPresent() {
        return length() > 0 || isChunked();
    }

    /// Whether the connection can carry another request once [#drain] has been called.
    public boolean canBeDrained() {
        return framed && !isAwaitingConsent() && length() <= MAX_DRAINED_BYTES;
    }

    /// Reads away what was not read.
    ///
    /// @return false if bytes of the body remain, so that the connection must not carry another request
    public boolean drain() {
        return drain(MAX_DRAINED_BYTES);
    }

    /// Reads away what a client is still sending, before its connection is closed.
    public void linger() {
        if (framed && !isAwaitingConsent()) {
            drain(MAX_LINGERING_BYTES);
        }
    }

    private byte[] read() {
        if (!isPresent()) {
            return new byte[0];
        }
        try {
            byte[] body = decoded().readNBytes(maxBytes + 1);
            if (body.length > maxBytes) {
                throw tooLong();
            }
            return body;
        } catch (IOException e) {
            throw Problem.badRequest("The body is not the gzip that its Content-Encoding announces")
                    .asException();
        } catch (RequestException e) {
            throw Problem.of(e.status().code(), "The chunks of the body are not valid or too long")
                    .asException();
        } catch (ProblemException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CloseConnectionException("the body did not arrive", e);
        }
    }

    private InputStream decoded() throws IOException {
        // Closing is left out on purpose: the stream is Helidon's, and what is left in it is drained.
        return encoding().orElse("").equals("gzip") ? new GZIPInputStream(raw()) : raw();
    }

    private InputStream raw() {
        InputStream stream = raw;
        if (stream == null) {
            stream = request.content().inputStream();
            raw = stream;
        }
        return stream;
    }

    private boolean drain(int limit) {
        if (!isPresent()) {
            return true;
        }
        try {
            byte[] away = new byte[8_192];
            long left = limit;
            while (left > 0) {
                int count = raw().read(away);
                if (count < 0) {
                    return true;
                }
                left -= count;
            }
            return false;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    // Empty for one that is not known.
    private Optional<String> encoding() {
        String text = String.join(",", request.headers().all(HeaderNames.CONTENT_ENCODING, List::of))
                .strip()
                .toLowerCase(Locale.ROOT);
        return switch (text) {
            case "", "identity" -> Optional.of("identity");
            case "gzip", "x-gzip" -> Optional.of("gzip");
            default -> Optional.empty();
        };
    }

    // Who asks before sending has sent nothing, and reading would ask for it.
    private boolean isAwaitingConsent() {
        ServerRequestHeaders headers = request.headers();
        return headers.contains(HeaderNames.EXPECT) && isPresent() && raw == null;
    }

    private boolean isChunked() {
        return request.headers().contains(HeaderNames.TRANSFER_ENCODING);
    }

    private long length() {
        return request.headers().contentLength().orElse(0);
    }

    private ProblemException tooLong() {
        return Problem.of(413, "The body is longer than " + maxBytes + " bytes").asException();
    }
}
