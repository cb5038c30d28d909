package io.wattline.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {

    @Test
    void decodesNamesAndValues() {
        Query query = Query.parse("a=1&b%20c=%C3%A9");
        assertThat(query.one("a")).contains("1");
        assertThat(query.one("b c")).contains("é");
        assertThat(query.one("e")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a=", "b=1&a=", "a=&b=1"})
    void refusesAParameterWithoutValue(String raw) {
        assertThatThrownBy(() -> Query.parse(raw).one("a"))
                .hasMessage("400 a has no value: give one, or leave the parameter out");
    }

    @Test
    void keepsAPlusSign() {
        assertThat(Query.parse("t=10:00%2B01:00").one("t")).contains("10:00+01:00");
        assertThat(Query.parse("t=10:00+01:00").one("t")).contains("10:00+01:00");
    }

    @Test
    void refusesRepeatedAndUnknownParameters() {
        Query query = Query.parse("a=1&a=1&b=2");
        assertThatThrownBy(() -> query.one("a")).hasMessage("400 a is given more than once");
        assertThatThrownBy(() -> query.allowOnly(Set.of("a", "c")))
                .hasMessage("400 b is unknown here; known are [a, c]");
    }

    @Test
    void boundsTheNumberOfParameters() {
        assertThat(Query.parse("a&".repeat(31) + "a")).isNotNull();
        assertThatThrownBy(() -> Query.parse("a&".repeat(32) + "a")).hasMessageStartingWith("400 ");
    }
}
