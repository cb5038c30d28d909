package io.wattline.telemetry;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// The members of a reading that mean something, in the order in which they are checked.
enum Field {
    METER_ID("meterId", "a string"),
    VEHICLE_ID("vehicleId", "a string"),
    KWH_CONSUMED_AC("kwhConsumedAc", "0", "1000"),
    VOLTAGE("voltage", "0", "1000"),
    KWH_DELIVERED_DC("kwhDeliveredDc", "0", "1000"),
    SOC("soc", "0", "100"),
    BATTERY_TEMP("batteryTemp", "-60", "150"),
    TIMESTAMP("timestamp", "a string");

    private static final Field[] METER_REQUIRED = {KWH_CONSUMED_AC, VOLTAGE, TIMESTAMP};
    private static final Field[] VEHICLE_REQUIRED = {KWH_DELIVERED_DC, TIMESTAMP};
    private static final Field[] METER_NUMBERS = {KWH_CONSUMED_AC, VOLTAGE};
    private static final Field[] VEHICLE_NUMBERS = {KWH_DELIVERED_DC, SOC, BATTERY_TEMP};

    final String jsonName;
    /// What a wrong type, a missing value or a value out of range is told.
    final String expectation;
    private final @Nullable BigDecimal min;
    private final @Nullable BigDecimal max;

    Field(String jsonName, String type) {
        this.jsonName = jsonName;
        this.expectation = jsonName + " must be " + type;
        this.min = null;
        this.max = null;
    }

    Field(String jsonName, String min, String max) {
        this.jsonName = jsonName;
        this.expectation = jsonName + " must be a number from " + min + " to " + max;
        this.min = new BigDecimal(min);
        this.max = new BigDecimal(max);
    }

    boolean admits(BigDecimal value) {
        return min == null || max == null || (value.compareTo(min) >= 0 && value.compareTo(max) <= 0);
    }

    static Field idOf(DeviceKind kind) {
        return switch (kind) {
            case METER -> METER_ID;
            case VEHICLE -> VEHICLE_ID;
        };
    }

    static Field[] requiredOf(DeviceKind kind) {
        return switch (kind) {
            case METER -> METER_REQUIRED;
            case VEHICLE -> VEHICLE_REQUIRED;
        };
    }

    static Field[] numbersOf(DeviceKind kind) {
        return switch (kind) {
            case METER -> METER_NUMBERS;
            case VEHICLE -> VEHICLE_NUMBERS;
        };
    }

    /// The field of that name; null for a member that is ignored.
    static @Nullable Field named(String name) {
        return switch (name) {
            case "meterId" -> METER_ID;
            case "vehicleId" -> VEHICLE_ID;
            case "kwhConsumedAc" -> KWH_CONSUMED_AC;
            case "voltage" -> VOLTAGE;
            case "kwhDeliveredDc" -> KWH_DELIVERED_DC;
            case "soc" -> SOC;
            case "batteryTemp" -> BATTERY_TEMP;
            case "timestamp" -> TIMESTAMP;
            default -> null;
        };
    }
}
