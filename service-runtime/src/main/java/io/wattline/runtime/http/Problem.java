package io.wattline.runtime.http;

import java.util.LinkedHashMap;
import java.util.Map;

/// An error as RFC 9457 describes it, still without what only the server knows (time, request id, instance).
///
/// @param status the HTTP status code, 400 to 599
/// @param detail what is wrong and what to do about it, for people; never internals, never secrets
/// @param members further members of the document, for programs
/// @param headers headers the answer needs, such as `Retry-After`
public record Problem(int status, String detail, Map<String, Object> members, Map<String, String> headers) {

    /// The media type of a problem document.
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status must be 400 to 599");
        }
        members = Map.copyOf(members);
        headers = Map.copyOf(headers);
    }

    /// A problem with nothing but a status and its detail.
    public static Problem of(int status, String detail) {
        return new Problem(status, detail, Map.of(), Map.of());
    }

    /// A 400.
    public static Problem badRequest(String detail) {
        return of(400, detail);
    }

    /// A 400 about one parameter, which the document names as `parameter`. The detail reads: name, complaint.
    public static Problem badParameter(String name, String complaint) {
        String shown = name.length() <= 64 ? name : name.substring(0, 64) + "...";
        return badRequest(shown + " " + complaint).with("parameter", shown);
    }

    /// A 404.
    public static Problem notFound(String detail) {
        return of(404, detail);
    }

    /// A 503 that asks the caller to come back.
    public static Problem unavailable(String detail, int retryAfterSeconds) {
        return of(503, detail).header("Retry-After", Integer.toString(retryAfterSeconds));
    }

    /// The same problem with one more member.
    public Problem with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new Problem(status, detail, more, headers);
    }

    /// The same problem with one more header.
    public Problem header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(status, detail, members, more);
    }

    /// The problem as something to throw.
    public ProblemException asException() {
        return new ProblemException(this);
    }
}
