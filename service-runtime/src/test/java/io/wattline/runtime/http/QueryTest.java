package io.wattline.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class QueryTest {

    @Test
    void decodesNamesAndValues() {
        Query query = Query.parse("a=1&b%20c=%C3%A9&d");
        assertThat(query.one("a")).contains("1");
        assertThat(query.one("b c")).contains("é");
        assertThat(query.one("d")).isEmpty();
        assertThat(query.one("e")).isEmpty();
    }

    @Test
    void takesAPlusSignForItself() {
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
    void refusesMoreParametersThanAnyRouteHas() {
        assertThat(Query.parse("a&".repeat(31) + "a")).isNotNull();
        assertThatThrownBy(() -> Query.parse("a&".repeat(32) + "a")).hasMessageStartingWith("400 ");
    }
}
