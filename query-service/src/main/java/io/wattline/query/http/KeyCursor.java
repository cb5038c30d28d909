package io.wattline.query.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.wattline.runtime.http.Json;
import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Opaque cursors: base64url of a JSON array whose first element says of which list it is.
///
/// They are not signed: what one says is judged like a parameter, and a made-up one shows nothing that its maker
/// could not ask for anyway.
public final class KeyCursor {

    public static final String PARAMETER = "cursor";

    private static final int MAX_LENGTH = 512;

    private KeyCursor() {}

    /// A cursor of the list `kind` that carries `values`.
    public static String write(String kind, @Nullable String... values) {
        List<@Nullable String> all = new ArrayList<>(List.of(kind));
        all.addAll(Arrays.asList(values));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.write(all));
    }

    /// What a cursor carries, where null was written null.
    ///
    /// @param count how many values the list's cursors have
    /// @throws ProblemException 400 if it is none of this list
    public static List<@Nullable String> read(String kind, int count, String cursor) {
        try {
            if (cursor.length() <= MAX_LENGTH
                    && Json.read(Base64.getUrlDecoder().decode(cursor.getBytes(StandardCharsets.UTF_8)))
                            instanceof ArrayNode parts
                    && parts.size() == count + 1
                    && kind.equals(parts.get(0).textValue())) {
                return values(parts);
            }
        } catch (IllegalArgumentException | ProblemException e) {
            // Told below, like every other text that is no cursor.
        }
        throw invalid();
    }

    /// The 400 about a cursor.
    public static ProblemException invalid() {
        return Problem.badParameter(PARAMETER, "is not one that this list gave: start again without it")
                .asException();
    }

    private static List<@Nullable String> values(ArrayNode parts) {
        List<@Nullable String> values = new ArrayList<>();
        for (JsonNode part : parts) {
            if (!part.isNull() && !part.isTextual()) {
                throw invalid();
            }
            values.add(part.textValue());
        }
        return values.subList(1, values.size());
    }
}
