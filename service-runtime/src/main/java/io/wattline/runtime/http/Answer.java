package io.wattline.runtime.http;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What goes back to the caller: a status, headers and a whole body. Immutable.
public final class Answer {

    /// The media type of JSON.
    public static final String JSON = "application/json";

    private static final String ETAG = "ETag";
    private static final String VARY = "Vary";
    private static final Map<String, String> NOT_STORED = Map.of("Cache-Control", "no-store");

    private final int status;
    private final String contentType;
    private final byte[] body;
    private final Map<String, String> headers;
    private final byte @Nullable [] gzip;

    private Answer(int status, String contentType, byte[] body, Map<String, String> headers, byte @Nullable [] gzip) {
        this.status = status;
        this.contentType = contentType;
        this.body = body;
        this.headers = Map.copyOf(headers);
        this.gzip = gzip;
    }

    /// An answer of given bytes, which the caller must not change afterwards, and which no cache keeps.
    public static Answer bytes(int status, String contentType, byte[] body) {
        return new Answer(status, contentType, body, NOT_STORED, null);
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

    /// The same answer with one header added or replaced; for `Vary` see [#varying].
    public Answer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, body, more, gzip);
    }

    /// The same answer, which depends on that request header too.
    public Answer varying(String requestHeader) {
        String known = headers.getOrDefault(VARY, "");
        Set<String> names = new LinkedHashSet<>(known.isEmpty() ? List.of() : List.of(known.split(", ")));
        names.add(requestHeader);
        return with(VARY, String.join(", ", names));
    }

    /// The same answer with an `ETag` for its body, so that a client that has it already is answered 304.
    public Answer tagged() {
        return with(ETAG, EntityTag.of(body));
    }

    /// The same answer, of which the server has the gzip at hand: for what is sent often and never changes.
    public Answer precompressed() {
        return new Answer(status, contentType, body, headers, Gzip.of(body));
    }

    /// The same answer in gzip. Its `ETag` becomes a weak one, as the bytes are others.
    public Answer inGzip() {
        byte[] packed = gzip == null ? Gzip.of(body) : gzip;
        Map<String, String> more = new HashMap<>(headers);
        more.put("Content-Encoding", "gzip");
        more.computeIfPresent(ETAG, (name, tag) -> EntityTag.weak(tag));
        return new Answer(status, contentType, packed, more, null);
    }

    /// A 304 in the place of this answer.
    public Answer notModified() {
        return new Answer(304, "", new byte[0], headers, null);
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

    /// Whether the caller has this answer already.
    ///
    /// @param ifNoneMatch the header `If-None-Match`, empty where there is none
    public boolean isHeldBy(String ifNoneMatch) {
        String tag = headers.get(ETAG);
        return status == 200 && tag != null && EntityTag.isAmong(tag, ifNoneMatch);
    }
}
