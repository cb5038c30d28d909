package io.wattline.runtime.server;

import io.helidon.http.Status;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Json;
import io.wattline.runtime.http.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes a [Problem] as an RFC 9457 document. Its type is `about:blank`, so it is left out and the title is the
/// status's own.
final class ProblemDocument {

    private static final int MAX_INSTANCE = 256;

    private ProblemDocument() {}

    /// The answer that carries the document.
    ///
    /// @param instance the path that was asked for, as sent
    static Answer answer(Problem problem, String instance, String requestId, Instant now) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("title", Status.create(problem.status()).reasonPhrase());
        document.put("status", problem.status());
        document.put("detail", problem.detail());
        document.put(
                "instance", instance.length() <= MAX_INSTANCE ? instance : instance.substring(0, MAX_INSTANCE) + "...");
        document.put("requestId", requestId);
        document.put("timestamp", now.truncatedTo(ChronoUnit.MILLIS));
        document.putAll(problem.members());
        Answer answer = Answer.bytes(problem.status(), Problem.MEDIA_TYPE, Json.write(document));
        for (Map.Entry<String, String> header : problem.headers().entrySet()) {
            answer = answer.with(header.getKey(), header.getValue());
        }
        return answer;
    }
}
