package io.wattline.telemetry;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names the meter of a vehicle by a convention of ids: `VEHICLE_(.*) -> METER_$1`.
///
/// Left stands a vehicle id in which `(.*)` occurs once, right a meter id in which `$1` occurs once. That is all the
/// syntax there is: it looks like a regular expression, but every other character stands for itself, so that
/// applying it takes one comparison of each end and no pattern can make it slow.
///
/// @param vehiclePrefix what stands before `(.*)`
/// @param vehicleSuffix what stands behind it
/// @param meterPrefix what stands before `$1`
/// @param meterSuffix what stands behind it
public record MappingRule(String vehiclePrefix, String vehicleSuffix, String meterPrefix, String meterSuffix) {

    private static final String ID_PART = "([A-Za-z0-9._:*_-]{0,64})";
    private static final Pattern SYNTAX =
            Pattern.compile(ID_PART + "\\(\\.\\*\\)" + ID_PART + " *-> *" + ID_PART + "\\$1" + ID_PART);

    /// Reads a rule.
    ///
    /// @throws IllegalArgumentException saying what a rule looks like, or why this one could never name a meter
    public static MappingRule parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a rule reads like VEHICLE_(.*) -> METER_$1, with (.*) once on the left,"
                    + " $1 once on the right, and otherwise only characters of device ids");
        }
        MappingRule rule = new MappingRule(matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4));
        if (rule.meterOf(rule.vehiclePrefix + "1" + rule.vehicleSuffix).isEmpty()) {
            throw new IllegalArgumentException("this rule never makes a meter id of a vehicle id, which both are at"
                    + " most " + DeviceId.MAX_LENGTH + " characters and start with a letter or a digit");
        }
        return rule;
    }

    /// The meter of a vehicle; empty if the rule says nothing about it or what it says is no device id.
    public Optional<String> meterOf(String vehicleId) {
        int middle = vehicleId.length() - vehiclePrefix.length() - vehicleSuffix.length();
        if (middle < 0
                || !DeviceId.isValid(vehicleId)
                || !vehicleId.startsWith(vehiclePrefix)
                || !vehicleId.endsWith(vehicleSuffix)) {
            return Optional.empty();
        }
        String captured = vehicleId.substring(vehiclePrefix.length(), vehiclePrefix.length() + middle);
        return Optional.of(meterPrefix + captured + meterSuffix).filter(DeviceId::isValid);
    }

    /// The four parts, in the order of the components.
    public List<String> parts() {
        return List.of(vehiclePrefix, vehicleSuffix, meterPrefix, meterSuffix);
    }
}
