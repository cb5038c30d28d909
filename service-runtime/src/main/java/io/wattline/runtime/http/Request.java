package io.wattline.runtime.http;

import java.util.Optional;

/// A request as a handler sees it; valid only until the handler returns, on its thread.
public interface Request {

    /// The id that the answer, the log and every problem document carry.
    String id();

    /// The address of whoever connected, which is a proxy's where one stands in between.
    String remoteAddress();

    /// The path as sent, still percent-encoded, without the query.
    String path();

    /// The decoded segment that matched `{name}` of the route's template.
    ///
    /// @throws IllegalArgumentException if the template has no such segment
    String pathParameter(String name);

    /// The query parameters.
    Query query();

    /// The value of a header; several lines of it are joined by `, `.
    Optional<String> header(String name);

    /// Reads the whole body; empty if there is none. Call it once.
    ///
    /// @throws ProblemException 413 if it is longer than the server's limit
    byte[] body();
}
