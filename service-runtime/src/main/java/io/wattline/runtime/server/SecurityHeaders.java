package io.wattline.runtime.server;

import io.wattline.runtime.http.Answer;
import java.util.Map;

/// What every answer tells a browser: take the content for what it says it is, run and frame nothing of it, and tell
/// no other site where it came from. A route whose answer is a page brings its own `Content-Security-Policy`.
final class SecurityHeaders {

    private static final Map<String, String> USUAL = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer");

    private SecurityHeaders() {}

    /// The answer with those of the headers that it lacks.
    static Answer on(Answer answer) {
        Answer complete = answer;
        for (Map.Entry<String, String> header : USUAL.entrySet()) {
            if (!answer.headers().containsKey(header.getKey())) {
                complete = complete.with(header.getKey(), header.getValue());
            }
        }
        return complete;
    }
}
