package io.wattline.runtime.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/// JSON as every answer is written and every request body is read.
///
/// Written: record components in camelCase and in order, nulls included, instants as RFC 3339 in UTC, durations as
/// ISO 8601, decimals plain and without trailing zeros. Read: strict UTF-8, no duplicate members, nothing behind
/// the end, nesting at most 16 deep.
public final class Json {

    private static final JsonMapper MAPPER = mapper();

    private Json() {}

    /// The document for `value`, in UTF-8.
    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("an answer could not be written as JSON", e);
        }
    }

    /// Reads a document of any type.
    ///
    /// @throws ProblemException 400 saying where the text stops being JSON
    public static JsonNode read(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            JsonNode node = MAPPER.readTree(text);
            if (node.isMissingNode()) {
                throw Problem.badRequest("The body is empty; it must be JSON").asException();
            }
            return node;
        } catch (CharacterCodingException e) {
            throw Problem.badRequest("The body is not UTF-8").asException();
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            throw Problem.badRequest("The body is not JSON as required (line " + line + ", column " + column + ")")
                    .asException();
        }
    }

    /// Reads a document that must be an object.
    ///
    /// @throws ProblemException 400 if it is none
    public static ObjectNode readObject(byte[] body) {
        if (read(body) instanceof ObjectNode object) {
            return object;
        }
        throw Problem.badRequest("The body must be one JSON object").asException();
    }

    private static JsonMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(16)
                        .maxNumberLength(100)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .build();
        SimpleModule types = new SimpleModule("wattline")
                .addSerializer(Instant.class, ToStringSerializer.instance)
                .addSerializer(Duration.class, ToStringSerializer.instance)
                .addSerializer(BigDecimal.class, new PlainDecimal());
        return JsonMapper.builder(factory)
                .addModule(types)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
    }

    private static final class PlainDecimal extends StdSerializer<BigDecimal> {

        private static final long serialVersionUID = 1L;

        PlainDecimal() {
            super(BigDecimal.class);
        }

        @Override
        public void serialize(BigDecimal value, JsonGenerator json, SerializerProvider provider) throws IOException {
            BigDecimal stripped = value.stripTrailingZeros();
            json.writeNumber(stripped.setScale(Math.max(stripped.scale(), 0)));
        }
    }
}
