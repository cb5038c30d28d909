package io.wattline.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.runtime.http.Answer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CorsTest {

    private static final Optional<String> HOME = Optional.of("https://fleet.example");
    private static final Optional<String> ELSEWHERE = Optional.of("https://evil.example");

    private final Cors cors = new Cors(List.of("https://fleet.example"));

    @Test
    void isOffWithoutOrigins() {
        Cors off = new Cors(List.of());
        assertThat(off.decorate(Answer.ok("x"), HOME).headers()).containsOnlyKeys("Cache-Control");
        assertThat(off.preflight(List.of("GET"), HOME).headers()).containsOnlyKeys("Cache-Control", "Allow");
    }

    @Test
    void letsAnAllowedOriginReadTheAnswer() {
        assertThat(cors.decorate(Answer.ok("x"), HOME).headers())
                .containsEntry("Access-Control-Allow-Origin", "https://fleet.example")
                .containsEntry("Access-Control-Expose-Headers", "X-Request-Id, Retry-After")
                .containsEntry("Vary", "Origin")
                .doesNotContainKey("Access-Control-Allow-Credentials");
        assertThat(cors.preflight(List.of("GET", "PUT"), HOME).headers())
                .containsEntry("Access-Control-Allow-Methods", "GET, PUT");
    }

    @Test
    void sendsOtherOriginsOnlyVary() {
        assertThat(cors.decorate(Answer.ok("x"), ELSEWHERE).headers())
                .containsEntry("Vary", "Origin")
                .doesNotContainKey("Access-Control-Allow-Origin");
        assertThat(cors.preflight(List.of("GET"), ELSEWHERE).headers())
                .doesNotContainKey("Access-Control-Allow-Methods");
    }

    @Test
    void acceptsAnyOriginWithAStar() {
        assertThat(new Cors(List.of("*")).decorate(Answer.ok("x"), ELSEWHERE).headers())
                .containsEntry("Access-Control-Allow-Origin", "https://evil.example");
    }
}
