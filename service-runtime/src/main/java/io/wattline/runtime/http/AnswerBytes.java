package io.wattline.runtime.http;

import io.helidon.webserver.http.ServerRequest;

/// The room that the answer to one request takes among the bytes that all answers may hold together, from before it is
/// made until its last byte is written.
@FunctionalInterface
public interface AnswerBytes {

    /// Takes room for an answer of at most `bytes`. More than was taken before is added, less changes nothing.
    ///
    /// @throws ProblemException 503 if the other answers leave too little
    void take(long bytes);

    /// Takes room for the answer to `request` before it is made: for an operation whose answer can have megabytes. The
    /// server itself takes room for what is made without.
    ///
    /// @throws ProblemException see [#take(long)]
    static void take(ServerRequest request, long bytes) {
        request.context()
                .get(AnswerBytes.class)
                .orElseThrow(() -> new IllegalStateException("an endpoint serves behind a door only"))
                .take(bytes);
    }
}
