package io.wattline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every case of the payload corpus, decoded without broker or database. The whole road is walked in `e2e`.
class CorpusTest {

    private static final Path CORPUS = Path.of("../e2e/src/test/resources/corpus/given.jsonl");
    private static final Instant NOW = Instant.parse("2026-11-20T15:00:00.123Z");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{NOW(?:([+-])(P[0-9DTHMS]+))?\\}");
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern STORED = Pattern.compile("stored kwh=([0-9.]+)");

    private final PayloadDecoder decoder = new PayloadDecoder(new TelemetryTopic(""), AcceptedWindow.DEFAULT);

    static Stream<JsonNode> cases() throws IOException {
        var mapper = new ObjectMapper();
        try (Stream<String> lines = Files.lines(CORPUS)) {
            return lines.map(line -> parse(mapper, line)).toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void decodesAsStated(JsonNode given) throws IOException {
        byte[] payload = fillIn(given.get("payload_b64").binaryValue());

        Decoded decoded = decoder.decode(given.get("topic").asText(), payload, NOW);

        var keys = new HashSet<>(decoded.readings().stream()
                .map(r -> r.deviceId() + r.measuredAt())
                .toList());
        assertThat(keys).as("rows").hasSize(given.get("rows").asInt());
        assertThat(decoded.rejections())
                .as("rejected")
                .hasSize(given.get("rejected").asInt());
        if (given.get("verdict").asText().equals("reject")) {
            assertThat(decoded.rejections().getFirst().reason().code())
                    .isEqualTo(given.get("reason").asText());
        }
        Matcher stored = STORED.matcher(given.get("note").asText());
        if (stored.find()) {
            assertThat(decoded.readings().getFirst().kwh()).isEqualTo(new BigDecimal(stored.group(1)));
        }
    }

    private static JsonNode parse(ObjectMapper mapper, String line) {
        try {
            return mapper.readTree(line);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] fillIn(byte[] payload) {
        String text = new String(payload, StandardCharsets.ISO_8859_1);
        String filled = PLACEHOLDER.matcher(text).replaceAll(match -> {
            Duration shift = match.group(2) == null ? Duration.ZERO : Duration.parse(match.group(2));
            return MILLIS.format("-".equals(match.group(1)) ? NOW.minus(shift) : NOW.plus(shift));
        });
        return filled.getBytes(StandardCharsets.ISO_8859_1);
    }
}
