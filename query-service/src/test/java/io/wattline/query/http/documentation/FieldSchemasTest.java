package io.wattline.query.http.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattline.telemetry.DeviceKind;
import io.wattline.telemetry.Field;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Holds the OpenAPI document against the wire format's own table of fields.
class FieldSchemasTest {

    private static JsonNode schemas;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(DocumentationRoutes.class.getResourceAsStream("openapi.json"), "openapi.json")) {
            schemas = new ObjectMapper().readTree(in).at("/components/schemas");
        }
    }

    @ParameterizedTest
    @EnumSource
    void readingsThatAreSentHaveTheFieldsWithTheirBounds(DeviceKind kind) {
        JsonNode schema = schemas.path(schemaName(kind) + "Reading");
        assertThat(names(schema.path("properties").fieldNames())).isEqualTo(names(kind, Field.TIMESTAMP.jsonName()));
        for (Field field : Field.numbersOf(kind)) {
            JsonNode property = schema.path("properties").path(field.jsonName());
            assertThat(property.path("minimum").decimalValue()).as("%s", field).isEqualByComparingTo(field.min());
            assertThat(property.path("maximum").decimalValue()).as("%s", field).isEqualByComparingTo(field.max());
            assertThat(values(schema.path("required")).contains(field.jsonName()))
                    .as("%s required", field)
                    .isEqualTo(field.isRequired());
        }
    }

    @ParameterizedTest
    @EnumSource
    void liveStateHasTheFieldsToo(DeviceKind kind) {
        JsonNode schema = schemas.path(schemaName(kind) + "Live");
        Set<String> expected = names(kind, Field.TIMESTAMP.jsonName());
        expected.addAll(Set.of("receivedAt", "ageSeconds", "stale"));
        assertThat(names(schema.path("properties").fieldNames())).isEqualTo(expected);
    }

    private static String schemaName(DeviceKind kind) {
        return kind.name().charAt(0) + kind.name().substring(1).toLowerCase(Locale.ROOT);
    }

    private static Set<String> names(DeviceKind kind, String other) {
        return Stream.concat(
                        Stream.of(kind.idField(), other),
                        Field.numbersOf(kind).stream().map(Field::jsonName))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(Iterator<String> names) {
        Set<String> all = new TreeSet<>();
        names.forEachRemaining(all::add);
        return all;
    }

    private static Set<String> values(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::textValue)
                .collect(Collectors.toSet());
    }
}
