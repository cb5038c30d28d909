package io.wattline.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaNegotiationTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/json",
                "Application/JSON;charset=utf-8",
                "text/html, */*;q=0.1",
                "application/*",
                "text/html;q=1.0 , application/json ;q=0.5"
            })
    void acceptsRangesThatIncludeTheType(String accept) {
        assertThat(MediaNegotiation.accepts(accept, "application/json")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/html", "application/json;q=0", "application/json; q=0.000", "application/xml, text/*", ""})
    void refusesRangesThatDoNot(String accept) {
        assertThat(MediaNegotiation.accepts(accept, "application/json")).isFalse();
    }
}
