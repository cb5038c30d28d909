package io.wattline.runtime.http;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// What goes back to the caller: a status, headers and a whole body. Immutable.
public final class Answer {

    /// The media type of JSON.
    public static final String JSON = "application/json";

    private static final Map<String, String> NOT_STORED = Map.of("Cache-Control", "no-store");

    private final int status;
    private final String contentType;
    private final byte[] body;
    private final Map<String, String> headers;

    private Answer(int status, String contentType, byte[] body, Map<String, String> headers) {
        this.status = status;
        this.contentType = contentType;
        this.body = body;
        this.headers = Map.copyOf(headers);
    }

    /// An answer of given bytes, which the caller must not change afterwards, and which no cache keeps.
    public static Answer bytes(int status, String contentType, byte[] body) {
        return new Answer(status, contentType, body, NOT_STORED);
    }

    /// A JSON answer that no cache keeps. `value` is written by [Json].
    public static Answer json(int status, Object value) {
        return bytes(status, JSON, Json.write(value));
    }

    /// A 200 with JSON, see [#json].
    public static Answer ok(Object value) {
        return json(200, value);
    }

    /// A 204.
    public static Answer noContent() {
        return bytes(204, "", new byte[0]);
    }

    /// A 200 with text of a given type, encoded as UTF-8, that no cache keeps.
    public static Answer text(String contentType, String text) {
        return bytes(200, contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    /// The same answer with one header added or replaced.
    public Answer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, body, more);
    }

    /// The HTTP status code.
    public int status() {
        return status;
    }

    /// The media type of the body; empty where there is none.
    public String contentType() {
        return contentType;
    }

    /// The body itself, not a copy: only to be read.
    public byte[] body() {
        return body;
    }

    /// The headers, without those that the server adds.
    public Map<String, String> headers() {
        return headers;
    }
}
