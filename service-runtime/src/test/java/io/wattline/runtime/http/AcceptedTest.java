package io.wattline.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.HttpMediaType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedTest {

    private static double weight(String accept) {
        List<HttpMediaType> ranges =
                Stream.of(accept.split(",", -1)).map(HttpMediaType::create).toList();
        return new Accepted(ranges).weight("application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/json",
                "Application/JSON;charset=utf-8",
                "text/html,*/*;q=0.1",
                "application/*",
                "application/json;q=0.1,*/*;q=0",
                "text/html;q=1.0,application/json ;q=0.5"
            })
    void acceptsRangesThatIncludeTheType(String accept) {
        assertThat(weight(accept)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "application/json;q=0",
                "application/json; q=0.000",
                "application/xml,text/*",
                "application/json;q=0,*/*;q=0.1",
                "application/*;q=0,*/*"
            })
    void refusesRangesThatDoNot(String accept) {
        assertThat(weight(accept)).isZero();
    }
}
