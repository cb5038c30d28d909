package io.wattline.telemetry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.EnumMap;
import org.jspecify.annotations.Nullable;

/// The members of one JSON object, collected in whatever order they come, then checked in the wire format's order.
///
/// One instance serves all elements of an array in turn; for one thread.
final class FieldValues {

    private enum Type {
        ABSENT,
        NUMBER,
        STRING,
        OTHER
    }

    private final EnumMap<Field, Type> types = new EnumMap<>(Field.class);
    private final EnumMap<Field, BigDecimal> numbers = new EnumMap<>(Field.class);
    private final EnumMap<Field, String> ids = new EnumMap<>(Field.class);
    private @Nullable Instant timestamp;

    void clear() {
        types.clear();
        numbers.clear();
        ids.clear();
        timestamp = null;
    }

    /// Takes the scalar the parser stands on. Null counts as absent.
    void put(Field field, JsonToken token, JsonParser parser) throws IOException {
        switch (token) {
            case VALUE_NULL -> types.remove(field);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                types.put(field, Type.NUMBER);
                numbers.put(
                        field,
                        JsonDecimal.parse(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength()));
            }
            case VALUE_STRING -> {
                types.put(field, Type.STRING);
                if (field == Field.TIMESTAMP) {
                    timestamp =
                            Rfc3339.parse(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
                } else if (field == Field.METER_ID || field == Field.VEHICLE_ID) {
                    ids.put(field, parser.getText());
                }
            }
            default -> types.put(field, Type.OTHER);
        }
    }

    /// Notes that the field holds an object or an array.
    void putContainer(Field field) {
        types.put(field, Type.OTHER);
    }

    /// The reading these members make, or the first check that fails.
    Checked check(Sender sender, AcceptedWindow window, Instant receivedAt) {
        return switch (sender) {
            case Sender.Named named -> {
                String deviceId = named.address().deviceId();
                Checked.@Nullable Bad badId = checkId(Field.idOf(named.address().kind()), deviceId);
                yield badId != null ? badId : checkValues(named.address().kind(), deviceId, window, receivedAt);
            }
            case Sender.InPayload inPayload -> checkUnnamed(inPayload.kind(), window, receivedAt);
        };
    }

    private Checked checkUnnamed(@Nullable DeviceKind required, AcceptedWindow window, Instant receivedAt) {
        DeviceKind kind = required != null ? required : kindByIdField();
        if (kind == null || type(Field.idOf(kind)) == Type.ABSENT) {
            String which = kind == null ? "either meterId or vehicleId" : kind.idField();
            return new Checked.Bad(RejectReason.MISSING_FIELD, which + " is required, and no second id");
        }
        Field idField = Field.idOf(kind);
        Checked.@Nullable Bad badId = checkId(idField, null);
        String id = ids.get(idField);
        return badId != null || id == null ? orMissing(badId, idField) : checkValues(kind, id, window, receivedAt);
    }

    private static Checked.Bad orMissing(Checked.@Nullable Bad bad, Field field) {
        return bad != null ? bad : new Checked.Bad(RejectReason.MISSING_FIELD, field.expectation());
    }

    private @Nullable DeviceKind kindByIdField() {
        boolean meter = type(Field.METER_ID) != Type.ABSENT;
        boolean vehicle = type(Field.VEHICLE_ID) != Type.ABSENT;
        if (meter == vehicle) {
            return null;
        }
        return meter ? DeviceKind.METER : DeviceKind.VEHICLE;
    }

    private Checked.@Nullable Bad checkId(Field idField, @Nullable String expected) {
        if (type(idField) == Type.ABSENT) {
            return null;
        }
        String id = ids.get(idField);
        if (type(idField) != Type.STRING || id == null) {
            return new Checked.Bad(RejectReason.WRONG_TYPE, idField.expectation());
        }
        if (!DeviceId.isValid(id)) {
            return new Checked.Bad(RejectReason.BAD_ID, idField.jsonName() + " is outside the grammar of device ids");
        }
        return expected == null || id.equals(expected)
                ? null
                : new Checked.Bad(RejectReason.ID_MISMATCH, idField.jsonName() + " differs from the topic's id");
    }

    private Checked checkValues(DeviceKind kind, String deviceId, AcceptedWindow window, Instant receivedAt) {
        Checked.@Nullable Bad bad = checkPresence(kind);
        bad = bad != null ? bad : checkTypes(kind);
        bad = bad != null ? bad : checkRanges(kind);
        if (bad != null) {
            return bad;
        }
        Instant measuredAt = timestamp;
        if (measuredAt == null) {
            return new Checked.Bad(
                    RejectReason.BAD_TIMESTAMP, "timestamp must be an RFC 3339 date-time with T and an offset");
        }
        RejectReason outside = window.check(measuredAt, receivedAt);
        if (outside != null) {
            return new Checked.Bad(outside, "timestamp must lie within the accepted clock skew and age");
        }
        return new Checked.Good(reading(kind, deviceId, Reading.truncateToMicros(measuredAt)));
    }

    private Checked.@Nullable Bad checkPresence(DeviceKind kind) {
        for (Field field : Field.requiredOf(kind)) {
            if (type(field) == Type.ABSENT) {
                return new Checked.Bad(RejectReason.MISSING_FIELD, field.jsonName() + " is required");
            }
        }
        return null;
    }

    private Checked.@Nullable Bad checkTypes(DeviceKind kind) {
        for (Field field : Field.numbersOf(kind)) {
            Type type = type(field);
            if (type != Type.NUMBER && type != Type.ABSENT) {
                return new Checked.Bad(RejectReason.WRONG_TYPE, field.expectation());
            }
        }
        return type(Field.TIMESTAMP) == Type.STRING
                ? null
                : new Checked.Bad(RejectReason.WRONG_TYPE, Field.TIMESTAMP.expectation());
    }

    private Checked.@Nullable Bad checkRanges(DeviceKind kind) {
        for (Field field : Field.numbersOf(kind)) {
            if (type(field) == Type.NUMBER && !field.admits(number(field))) {
                return new Checked.Bad(RejectReason.OUT_OF_RANGE, field.expectation());
            }
        }
        return null;
    }

    private Reading reading(DeviceKind kind, String deviceId, Instant measuredAt) {
        BigDecimal kwh = number(Field.energyOf(kind)).setScale(Reading.KWH_SCALE, RoundingMode.HALF_EVEN);
        return Reading.of(kind, deviceId, measuredAt, kwh, this::measurement);
    }

    private Type type(Field field) {
        return types.getOrDefault(field, Type.ABSENT);
    }

    private @Nullable Float measurement(Field field) {
        return type(field) == Type.NUMBER ? (Float) number(field).floatValue() : null;
    }

    private BigDecimal number(Field field) {
        BigDecimal value = numbers.get(field);
        if (value == null) {
            throw new IllegalStateException(field + " was taken for a number");
        }
        return value;
    }
}
