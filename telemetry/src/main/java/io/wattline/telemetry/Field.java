package io.wattline.telemetry;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The members of a reading that mean something, in the order in which they are checked: the one place that knows
/// their names, their bounds, and the columns that hold them.
///
/// `CONTRIBUTING.md` lists what else a new field touches.
public enum Field {
    METER_ID(DeviceKind.METER, "meterId", "meter_id"),
    VEHICLE_ID(DeviceKind.VEHICLE, "vehicleId", "vehicle_id"),
    KWH_CONSUMED_AC(DeviceKind.METER, "kwhConsumedAc", "kwh", Presence.REQUIRED, 0, 1000),
    VOLTAGE(DeviceKind.METER, "voltage", "voltage", Presence.REQUIRED, 0, 1000),
    KWH_DELIVERED_DC(DeviceKind.VEHICLE, "kwhDeliveredDc", "kwh", Presence.REQUIRED, 0, 1000),
    SOC(DeviceKind.VEHICLE, "soc", "soc", Presence.OPTIONAL, 0, 100),
    BATTERY_TEMP(DeviceKind.VEHICLE, "batteryTemp", "battery_temp", Presence.OPTIONAL, -60, 150),
    TIMESTAMP(null, "timestamp", "ts");

    /// Whether a reading may lack the field. Ids are told by the topic where the payload has none.
    private enum Presence {
        REQUIRED,
        OPTIONAL
    }

    private static final Map<String, Field> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Field::jsonName, field -> field));
    private static final Map<DeviceKind, List<Field>> NUMBERS = byKind(Field::isNumber);
    private static final Map<DeviceKind, List<Field>> MEASUREMENTS = byKind(Field::isMeasurement);
    private static final Map<DeviceKind, List<Field>> REQUIRED = byKind(Field::isRequired);

    private final @Nullable DeviceKind kind;
    private final String jsonName;
    private final String column;
    private final Presence presence;
    private final @Nullable BigDecimal min;
    private final @Nullable BigDecimal max;
    private final String expectation;

    Field(@Nullable DeviceKind kind, String jsonName, String column) {
        this.kind = kind;
        this.jsonName = jsonName;
        this.column = column;
        this.presence = kind == null ? Presence.REQUIRED : Presence.OPTIONAL;
        this.min = null;
        this.max = null;
        this.expectation = jsonName + " must be a string";
    }

    Field(DeviceKind kind, String jsonName, String column, Presence presence, int min, int max) {
        this.kind = kind;
        this.jsonName = jsonName;
        this.column = column;
        this.presence = presence;
        this.min = BigDecimal.valueOf(min);
        this.max = BigDecimal.valueOf(max);
        this.expectation = jsonName + " must be a number from " + min + " to " + max;
    }

    /// What the JSON member is called.
    public String jsonName() {
        return jsonName;
    }

    /// The column of the history and live tables of its kind.
    public String column() {
        return column;
    }

    /// What the column of a CSV file is called.
    public String csvName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether every reading of its kind has it.
    public boolean isRequired() {
        return presence == Presence.REQUIRED;
    }

    /// The least number, inclusive.
    public BigDecimal min() {
        return bound(min);
    }

    /// The greatest number, inclusive.
    public BigDecimal max() {
        return bound(max);
    }

    /// Whether a number is within the bounds.
    public boolean admits(BigDecimal value) {
        return value.compareTo(min()) >= 0 && value.compareTo(max()) <= 0;
    }

    /// The field of the device id.
    public static Field idOf(DeviceKind kind) {
        return switch (kind) {
            case METER -> METER_ID;
            case VEHICLE -> VEHICLE_ID;
        };
    }

    /// The field of the energy since the previous heartbeat.
    public static Field energyOf(DeviceKind kind) {
        return switch (kind) {
            case METER -> KWH_CONSUMED_AC;
            case VEHICLE -> KWH_DELIVERED_DC;
        };
    }

    /// The numbers beside the energy.
    public static List<Field> measurementsOf(DeviceKind kind) {
        return MEASUREMENTS.getOrDefault(kind, List.of());
    }

    /// Energy and measurements.
    public static List<Field> numbersOf(DeviceKind kind) {
        return NUMBERS.getOrDefault(kind, List.of());
    }

    static List<Field> requiredOf(DeviceKind kind) {
        return REQUIRED.getOrDefault(kind, List.of());
    }

    /// The field of that name; null for a member that is ignored.
    static @Nullable Field named(String name) {
        return BY_NAME.get(name);
    }

    /// What a wrong type, a missing value or a value out of range is told.
    String expectation() {
        return expectation;
    }

    /// @throws IllegalArgumentException if the number is out of bounds, or none
    void require(float value) {
        if (!(value >= min().floatValue() && value <= max().floatValue())) {
            throw new IllegalArgumentException(jsonName + " must be " + min() + " to " + max());
        }
    }

    private BigDecimal bound(@Nullable BigDecimal bound) {
        if (bound == null) {
            throw new IllegalStateException(jsonName + " is no number");
        }
        return bound;
    }

    private boolean isNumber() {
        return min != null;
    }

    private boolean isMeasurement() {
        return kind != null && isNumber() && this != energyOf(kind);
    }

    private static Map<DeviceKind, List<Field>> byKind(Predicate<Field> wanted) {
        Map<DeviceKind, List<Field>> fields = new EnumMap<>(DeviceKind.class);
        for (DeviceKind each : DeviceKind.values()) {
            fields.put(
                    each,
                    Arrays.stream(values())
                            .filter(field -> field.kind == null || field.kind == each)
                            .filter(wanted)
                            .toList());
        }
        return fields;
    }
}
