package io.wattline.query.http.fleet;

import io.wattline.energy.verdict.WindowStatus;
import io.wattline.query.fleet.RankedVehicle;
import io.wattline.query.http.KeyCursor;
import io.wattline.query.http.Timestamps;
import io.wattline.query.performance.TimeWindow;
import io.wattline.telemetry.DeviceId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The cursor of the fleet ranking: the query it belongs to and the last vehicle of the page before, so that the
/// pages of one query are all over the same hours, however long the caller takes.
///
/// @param asked the window that was asked for, or the default as it was then
/// @param hours the whole hours that it was narrowed to
/// @param status the filter
/// @param last the last vehicle of the page before
record FleetCursor(TimeWindow asked, TimeWindow hours, Optional<WindowStatus> status, RankedVehicle.Rank last) {

    private static final String KIND = "fleet";
    private static final int VALUES = 7;

    /// The cursor in an answer.
    String text() {
        @Nullable BigDecimal ratio = last.efficiencyRatio();
        return KeyCursor.write(
                KIND,
                asked.start().toString(),
                asked.end().toString(),
                hours.start().toString(),
                hours.end().toString(),
                status.map(WindowStatus::word).orElse(null),
                ratio == null ? null : ratio.toPlainString(),
                last.vehicleId());
    }

    /// Reads what [#text] wrote.
    ///
    /// @throws io.wattline.runtime.http.ProblemException 400 for anything else
    static FleetCursor parse(String text) {
        List<@Nullable String> values = KeyCursor.read(KIND, VALUES, text);
        @Nullable String status = values.get(4);
        @Nullable String ratio = values.get(5);
        @Nullable String vehicleId = values.get(6);
        if (vehicleId == null || !DeviceId.isValid(vehicleId)) {
            throw KeyCursor.invalid();
        }
        TimeWindow asked = window(values.get(0), values.get(1));
        TimeWindow hours = window(values.get(2), values.get(3));
        if (hours.start().isBefore(asked.start()) || hours.end().isAfter(asked.end())) {
            throw KeyCursor.invalid();
        }
        return new FleetCursor(
                asked,
                hours,
                status == null
                        ? Optional.empty()
                        : Optional.of(StatusParameter.parse(status).orElseThrow(KeyCursor::invalid)),
                new RankedVehicle.Rank(ratio == null ? null : ratio(ratio), vehicleId));
    }

    private static TimeWindow window(@Nullable String start, @Nullable String end) {
        Instant from = instant(start);
        Instant to = instant(end);
        if (!from.isBefore(to)) {
            throw KeyCursor.invalid();
        }
        return new TimeWindow(from, to);
    }

    private static Instant instant(@Nullable String text) {
        return Optional.ofNullable(text).flatMap(Timestamps::parse).orElseThrow(KeyCursor::invalid);
    }

    private static BigDecimal ratio(String text) {
        if (!text.matches("[0-9]{1,12}\\.[0-9]{4}")) {
            throw KeyCursor.invalid();
        }
        return new BigDecimal(text);
    }
}
