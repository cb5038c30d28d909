package io.wattline.query.http.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.query.mapping.Mapping;
import io.wattline.runtime.http.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingBodyTest {

    private static Mapping read(String json) {
        return MappingBody.read(Json.readObject(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void readsABoundedAndAnUnboundedMapping() {
        assertThat(read("{\"meterId\":\"M1\"}")).isEqualTo(new Mapping("M1", null, null));
        assertThat(read("{\"meterId\":\"M1\",\"validFrom\":null,\"validTo\":\"2026-11-20T11:00:00+01:00\"}"))
                .isEqualTo(new Mapping("M1", null, Instant.parse("2026-11-20T10:00:00Z")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                    | meterId
            {"meterId": 7}                                        | meterId
            {"meterId": null}                                     | meterId
            {"meterId": ""}                                       | meterId
            {"meterId": "a b"}                                    | meterId
            {"meterId": "M1", "meterid": "M2"}                    | meterid
            {"meterId": "M1", "validFrom": 1732096800}            | validFrom
            {"meterId": "M1", "validFrom": "2026-11-20T10:00:00"} | validFrom
            {"meterId": "M1", "validTo": {}}                      | validTo
            {"meterId": "M1", "validFrom": "2026-11-20T10:00:00Z", "validTo": "2026-11-20T10:00:00Z"} | validTo
            """)
    void namesTheMemberThatIsWrong(String json, String member) {
        assertThatThrownBy(() -> read(json)).hasMessageStartingWith("400 " + member + " ");
    }
}
