package io.wattline.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceMainTest {

    private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();

    private int start(Map<String, String> environment, RuntimeException failure) {
        return ServiceMain.start(
                environment,
                settings -> settings.integer("COUNT", 1, 0, 10) + settings.integer("OTHER", 1, 0, 10),
                count -> {
                    throw failure;
                },
                new PrintStream(complaints, true, StandardCharsets.UTF_8));
    }

    @Test
    void endsWith2AndAllErrorsWithoutAStackTrace() {
        int code = start(Map.of("COUNT", "x", "OTHER", "y"), new IllegalStateException("not reached"));
        assertThat(code).isEqualTo(2);
        assertThat(complaints.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "The configuration cannot be used:",
                        "  COUNT is something else, of length 1: must be a whole number from 0 to 10",
                        "  OTHER is something else, of length 1: must be a whole number from 0 to 10");
    }

    @Test
    void endsWith1WhenTheStartFails() {
        assertThat(start(Map.of(), new IllegalStateException("no port"))).isEqualTo(1);
        assertThat(complaints.size()).isZero();
    }

    @Test
    void endsWithTheExitCodeOfARefusal() {
        assertThat(start(Map.of(), new StartRefusedException(3, "the id is taken")))
                .isEqualTo(3);
    }
}
