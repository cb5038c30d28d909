package io.wattline.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.query.performance.TimeWindow;
import io.wattline.runtime.http.Query;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class WindowParametersTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00.123456789Z");

    private final WindowParameters windows = new WindowParameters(Duration.ofDays(400), InstantSource.fixed(NOW));

    private TimeWindow read(String query) {
        return windows.read(Query.parse(query));
    }

    private static TimeWindow window(String start, String end) {
        return new TimeWindow(Instant.parse(start), Instant.parse(end));
    }

    @Test
    void endsNowAndStarts24HoursBeforeItsEnd() {
        assertThat(read("")).isEqualTo(window("2026-11-19T12:00:00.123456Z", "2026-11-20T12:00:00.123456Z"));
        assertThat(read("startTime=2026-11-20T00:00:00Z"))
                .isEqualTo(window("2026-11-20T00:00:00Z", "2026-11-20T12:00:00.123456Z"));
        assertThat(read("endTime=2026-11-10T00:00:00Z"))
                .isEqualTo(window("2026-11-09T00:00:00Z", "2026-11-10T00:00:00Z"));
    }

    @Test
    void takesBothWithAnyOffset() {
        assertThat(read("startTime=2026-11-10T01:00:00%2B01:00&endTime=2026-11-10T01:00:00-00:30"))
                .isEqualTo(window("2026-11-10T00:00:00Z", "2026-11-10T01:30:00Z"));
    }

    @Test
    void refusesWindowsThatAreEmptyOrTooLong() {
        assertThatThrownBy(() -> read("startTime=2026-11-10T00:00:00Z&endTime=2026-11-10T00:00:00Z"))
                .hasMessage("400 startTime must be before endTime");
        assertThatThrownBy(() -> read("startTime=2027-01-01T00:00:00Z"))
                .hasMessage("400 startTime must be before endTime, which is now where it is not given");
        assertThat(read("startTime=2025-10-06T00:00:00Z&endTime=2026-11-10T00:00:00Z"))
                .isEqualTo(window("2025-10-06T00:00:00Z", "2026-11-10T00:00:00Z"));
        assertThatThrownBy(() -> read("startTime=2025-10-05T23:59:59Z&endTime=2026-11-10T00:00:00Z"))
                .hasMessage("400 startTime must be at most 400 days before endTime");
    }

    @Test
    void takesEpochMillisecondsAndDatesAlone() {
        assertThat(read("startTime=1763596800000&endTime=1763683200000"))
                .isEqualTo(window("2025-11-20T00:00:00Z", "2025-11-21T00:00:00Z"));
        assertThat(read("startTime=2026-11-19&endTime=2026-11-20"))
                .isEqualTo(window("2026-11-19T00:00:00Z", "2026-11-20T00:00:00Z"));
    }

    @Test
    void refusesEpochSecondsAndDatesThatDoNotExist() {
        assertThatThrownBy(() -> read("startTime=1763596800"))
                .hasMessageStartingWith("400 startTime must be an RFC 3339");
        assertThatThrownBy(() -> read("startTime=2026-02-29"))
                .hasMessageStartingWith("400 startTime must be an RFC 3339");
        assertThatThrownBy(() -> read("startTime=0000-01-01"))
                .hasMessageStartingWith("400 startTime must be an RFC 3339");
    }

    @Test
    void namesTheParameterThatIsNotATime() {
        assertThatThrownBy(() -> read("startTime=yesterday"))
                .hasMessageStartingWith("400 startTime must be an RFC 3339");
        assertThatThrownBy(() -> read("endTime=300000-01-01T00:00:00Z"))
                .hasMessageStartingWith("400 endTime must be an RFC 3339");
    }
}
