package io.wattline.query.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.query.performance.TimeWindow;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WholeHoursTest {

    @ParameterizedTest
    @CsvSource({
        "10:00:00, 12:00:00, 20, 10, 12",
        "10:00:00.000001, 12:59:59.999999, 20, 11, 12",
        "10:00:00, 12:00:00, 11, 10, 11",
        "10:00:00, 12:00:00, 10, , ",
        "10:00:00, 12:00:00, 9, , ",
        "10:10:00, 11:50:00, 20, , ",
        "10:59:59, 12:00:00, 20, 11, 12",
        "00:00:00, 02:30:00, 20, 1, 2"
    })
    void keepsTheWholeSummedHoursInside(String start, String end, String summed, String first, String last) {
        var window =
                new TimeWindow(Instant.parse("2026-11-20T" + start + "Z"), Instant.parse("2026-11-20T" + end + "Z"));
        var hours = WholeHours.within(window, Optional.of(new TimeWindow(hour("1"), hour(summed))));
        if (first == null) {
            assertThat(hours).isEmpty();
        } else {
            assertThat(hours).contains(new TimeWindow(hour(first), hour(last)));
        }
    }

    private static Instant hour(String hour) {
        return Instant.parse("2026-11-20T00:00:00Z").plusSeconds(3_600L * Integer.parseInt(hour));
    }
}
