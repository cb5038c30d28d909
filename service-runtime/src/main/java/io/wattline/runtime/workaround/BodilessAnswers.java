package io.wattline.runtime.workaround;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;

/// Takes `Content-Length: 0` out of answers with status 204 or 304.
///
/// Helidon 4.4.0 writes it, which RFC 9110 section 8.6 forbids with 204, and which with 304 speaks of another body. Can
/// go when it does not. Entered by all connection threads.
public final class BodilessAnswers implements Http1ConnectionListener {

    // Helidon tells the status, then the headers, on the thread of the connection.
    private final ThreadLocal<Boolean> bodiless = new ThreadLocal<>();

    @Override
    public void status(ConnectionContext connection, Status status) {
        bodiless.set(status.code() == 204 || status.code() == 304);
    }

    @Override
    public void headers(ConnectionContext connection, Headers headers) {
        if (Boolean.TRUE.equals(bodiless.get()) && headers instanceof WritableHeaders<?> writable) {
            writable.remove(HeaderNames.CONTENT_LENGTH);
        }
        bodiless.remove();
    }
}
