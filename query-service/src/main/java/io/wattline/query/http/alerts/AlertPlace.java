package io.wattline.query.http.alerts;

import io.wattline.energy.alert.Alert;
import io.wattline.energy.alert.AlertKind;
import io.wattline.energy.alert.AlertState;
import io.wattline.query.alerts.Alerts;
import io.wattline.query.http.DeviceParameter;
import io.wattline.query.http.KeyCursor;
import io.wattline.query.http.Timestamps;
import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.Query;
import io.wattline.telemetry.DeviceId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where a page of alerts starts. A cursor carries the filter, so that following it needs no other parameter.
record AlertPlace(Alerts.Filter filter, Optional<Alerts.Place> after) {

    static final String STATE = "state";
    static final String KIND = "kind";
    static final String VEHICLE = "vehicleId";
    static final String SINCE = "since";

    private static final String LIST = "alerts";

    /// What the parameters ask for.
    static Alerts.Filter filter(Query query) {
        return new Alerts.Filter(
                query.one(STATE).map(word -> one(STATE, AlertState.values(), AlertState::word, word)),
                query.one(KIND).map(word -> one(KIND, AlertKind.values(), AlertKind::word, word)),
                query.one(VEHICLE).map(AlertPlace::vehicle),
                query.one(SINCE).map(AlertPlace::since));
    }

    /// The place that a cursor names.
    ///
    /// @param asked what else the request asks for: nothing, or the same
    static AlertPlace read(String cursor, Alerts.Filter asked) {
        List<@Nullable String> values = KeyCursor.read(LIST, 6, cursor);
        Alerts.Filter filter = new Alerts.Filter(
                maybe(values.get(0)).map(word -> one(STATE, AlertState.values(), AlertState::word, word)),
                maybe(values.get(1)).map(word -> one(KIND, AlertKind.values(), AlertKind::word, word)),
                maybe(values.get(2)).map(AlertPlace::vehicle),
                maybe(values.get(3)).map(AlertPlace::since));
        if (!isWithin(filter, asked)) {
            throw Problem.badParameter(
                            KeyCursor.PARAMETER,
                            "was given for another state, kind, vehicleId or since: leave those out, or start again"
                                    + " without it")
                    .asException();
        }
        Instant raisedAt = maybe(values.get(4)).flatMap(Timestamps::parse).orElseThrow(KeyCursor::invalid);
        return new AlertPlace(filter, Optional.of(new Alerts.Place(raisedAt, id(values.get(5)))));
    }

    static String write(Alerts.Filter filter, Alert last) {
        return KeyCursor.write(
                LIST,
                filter.state().map(AlertState::word).orElse(null),
                filter.kind().map(AlertKind::word).orElse(null),
                filter.vehicleId().orElse(null),
                filter.since().map(Instant::toString).orElse(null),
                last.times().raisedAt().toString(),
                last.id().toString());
    }

    private static Optional<String> maybe(@Nullable String value) {
        return Optional.ofNullable(value);
    }

    private static boolean isWithin(Alerts.Filter filter, Alerts.Filter asked) {
        return isSame(asked.state(), filter.state())
                && isSame(asked.kind(), filter.kind())
                && isSame(asked.vehicleId(), filter.vehicleId())
                && isSame(asked.since(), filter.since());
    }

    private static <T> boolean isSame(Optional<T> asked, Optional<T> held) {
        return asked.isEmpty() || asked.equals(held);
    }

    private static UUID id(@Nullable String text) {
        try {
            return UUID.fromString(String.valueOf(text));
        } catch (IllegalArgumentException e) {
            throw KeyCursor.invalid();
        }
    }

    private static <E> E one(String name, E[] values, Function<E, String> word, String text) {
        return Arrays.stream(values)
                .filter(value -> word.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> Problem.badParameter(
                                name,
                                "must be one of "
                                        + Arrays.stream(values).map(word).toList())
                        .asException());
    }

    private static String vehicle(String text) {
        if (!DeviceId.isValid(text)) {
            throw Problem.badParameter(VEHICLE, DeviceParameter.EXPECTED).asException();
        }
        return text;
    }

    private static Instant since(String text) {
        return Timestamps.parseParameter(text)
                .orElseThrow(() -> Problem.badParameter(SINCE, Timestamps.EXPECTED_PARAMETER)
                        .asException());
    }
}
