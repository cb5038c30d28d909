package io.wattline.runtime.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.wattline.runtime.http.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// The body of one request: announced by `Content-Length`, read within the limit, or drained before an answer
/// leaves.
///
/// Chunked bodies are refused with 411 (RFC 9112 section 6.3 allows that): Helidon 4.4.0 reads a chunk's size line
/// without any bound, so that one endless line would fill the heap. Not thread-safe.
final class RequestBody {

    /// How much of an unwanted body is read away, so that the caller gets to read its answer on an intact
    /// connection.
    private static final int MAX_DRAINED_BYTES = 1_048_576;

    private final ServerRequest request;
    private final int maxBytes;
    private boolean touched;

    RequestBody(ServerRequest request, int maxBytes) {
        this.request = request;
        this.maxBytes = maxBytes;
    }

    /// Refuses what could be read in two ways, before anything is done with the request.
    ///
    /// @throws io.wattline.runtime.http.ProblemException 400, 411 or 413
    void requirePlainLength() {
        ServerRequestHeaders headers = request.headers();
        if (headers.contains(HeaderNames.TRANSFER_ENCODING)) {
            throw Problem.of(411, "Send the body with Content-Length; transfer codings are not taken")
                    .asException();
        }
        List<String> lengths = headers.all(HeaderNames.CONTENT_LENGTH, List::of);
        if (lengths.size() > 1 || lengths.stream().anyMatch(text -> !text.matches("[0-9]{1,18}"))) {
            throw Problem.badRequest("Content-Length must be given once, as a number")
                    .asException();
        }
        if (length() > maxBytes) {
            throw Problem.of(413, "The body is longer than " + maxBytes + " bytes")
                    .asException();
        }
    }

    /// Whether the request has a body of at least one byte.
    boolean isPresent() {
        return length() > 0;
    }

    /// The whole body.
    ///
    /// @throws CloseConnectionException if the client went away, fell silent or ran out of time
    byte[] read() {
        if (!isPresent()) {
            return new byte[0];
        }
        touched = true;
        try (InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes((int) length());
            if (body.length == length()) {
                return body;
            }
        } catch (IOException | RuntimeException e) {
            throw new CloseConnectionException("the body did not arrive", e);
        }
        throw new CloseConnectionException("the body did not arrive whole");
    }

    /// Reads away what the handler did not want.
    ///
    /// @return false if bytes of the body remain, so that the connection must not carry another request
    boolean drain() {
        ServerRequestHeaders headers = request.headers();
        if (headers.contains(HeaderNames.TRANSFER_ENCODING)
                || headers.all(HeaderNames.CONTENT_LENGTH, List::of).size() > 1) {
            return false;
        }
        if (!isPresent() || touched) {
            return true;
        }
        // Whoever asks before sending has sent nothing, and asking for it now would be a lie.
        if (headers.contains(HeaderNames.EXPECT) || length() > MAX_DRAINED_BYTES) {
            return false;
        }
        try {
            read();
            return true;
        } catch (CloseConnectionException e) {
            return false;
        }
    }

    private long length() {
        return request.headers().contentLength().orElse(0);
    }
}
