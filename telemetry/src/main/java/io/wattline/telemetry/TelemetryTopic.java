package io.wattline.telemetry;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The topic names and topic filters of the wire format, behind a prefix: `devices/meters/M1/telemetry`.
///
/// The prefix is simply concatenated; it may be empty and normally ends in `/`. Immutable, safe for all threads.
///
/// @param prefix what stands before `meters/` and `vehicles/`
public record TelemetryTopic(String prefix) {

    private static final String SUFFIX = "/telemetry";

    /// A device named by a topic.
    ///
    /// @param kind meter or vehicle
    /// @param deviceId within the grammar of [DeviceId]
    public record Address(DeviceKind kind, String deviceId) {
        public Address {
            DeviceId.require(deviceId);
        }
    }

    public TelemetryTopic {
        if (prefix.indexOf('+') >= 0
                || prefix.indexOf('#') >= 0
                || prefix.indexOf('\0') >= 0
                || prefix.length() > 256) {
            throw new IllegalArgumentException("a topic prefix has at most 256 characters and no + # or U+0000");
        }
    }

    /// The topic name a device publishes to.
    ///
    /// @throws IllegalArgumentException if `deviceId` is outside the grammar
    public String name(DeviceKind kind, String deviceId) {
        return prefix + kind.topicLevel() + '/' + DeviceId.require(deviceId) + SUFFIX;
    }

    /// The topic filter that matches every device of a kind.
    public String filter(DeviceKind kind) {
        return prefix + kind.topicLevel() + "/+" + SUFFIX;
    }

    /// The topic filters that bring every reading and, where a prefix of whole levels keeps other users of the broker
    /// out, also what devices publish to topics that no reading can have.
    public List<String> filters() {
        return isOfWholeLevels() ? List.of(prefix + '#') : kindFilters();
    }

    /// The filters of the two kinds alone.
    public List<String> kindFilters() {
        return Arrays.stream(KINDS).map(this::filter).toList();
    }

    /// Whether one of [#filters] matches a topic name.
    public boolean isUnderFilter(String topicName) {
        if (isOfWholeLevels()) {
            return topicName.startsWith(prefix);
        }
        for (DeviceKind kind : KINDS) {
            String head = prefix + kind.topicLevel() + '/';
            int idEnd = topicName.length() - SUFFIX.length();
            if (idEnd >= head.length()
                    && topicName.startsWith(head)
                    && topicName.endsWith(SUFFIX)
                    && topicName.lastIndexOf('/', idEnd - 1) == head.length() - 1) {
                return true;
            }
        }
        return false;
    }

    private boolean isOfWholeLevels() {
        return prefix.length() > 1 && prefix.endsWith("/");
    }

    /// Which device a topic name belongs to; null for a topic that no device of ours publishes to (`bad_topic`).
    public @Nullable Address parse(String topicName) {
        for (DeviceKind kind : KINDS) {
            String head = kind.topicLevel();
            int idStart = prefix.length() + head.length() + 1;
            int idEnd = topicName.length() - SUFFIX.length();
            if (idEnd > idStart
                    && topicName.startsWith(prefix)
                    && topicName.startsWith(head, prefix.length())
                    && topicName.charAt(idStart - 1) == '/'
                    && topicName.endsWith(SUFFIX)) {
                String id = topicName.substring(idStart, idEnd);
                return DeviceId.isValid(id) ? new Address(kind, id) : null;
            }
        }
        return null;
    }

    private static final DeviceKind[] KINDS = DeviceKind.values();
}
