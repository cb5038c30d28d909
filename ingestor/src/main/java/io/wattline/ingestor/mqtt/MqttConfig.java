package io.wattline.ingestor.mqtt;

import io.wattline.ingestor.lease.LeaseConfig;
import io.wattline.settings.Settings;
import io.wattline.telemetry.TelemetryTopic;
import java.time.Duration;
import java.util.regex.Pattern;

/// How the ingestor uses the broker.
///
/// @param endpoint where the broker is and how to be let in
/// @param shareGroup the share name of the subscriptions, and the first half of every client identifier
/// @param slots how many sessions the fleet's messages are dealt to, 1 to 64
/// @param sessionExpiry how long the broker keeps a session whose connection is gone
/// @param topic where devices publish
public record MqttConfig(
        MqttEndpoint endpoint, String shareGroup, int slots, Duration sessionExpiry, TelemetryTopic topic) {

    /// How many unacknowledged messages the broker may send one connection. The client walks its queue of them once a
    /// message, so a few hundred on several connections beat many on one; see `docs/performance.md`.
    public static final int RECEIVE_MAXIMUM = 500;

    /// How many messages a connection has in hand at most for it to take one of QoS 0, which no window holds back.
    static final int QOS_0_MAXIMUM = 50;

    /// How many messages one ingestor can ever have in hand: the last ingestor to start decides how many slots there
    /// are, so this one's own number is no bound.
    public static final int MOST_IN_HAND = LeaseConfig.MAX_SLOTS * (RECEIVE_MAXIMUM + QOS_0_MAXIMUM);

    /// What a share name may be: no wildcard, no separator.
    public static final Pattern SHARE_GROUP = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public MqttConfig {
        if (!SHARE_GROUP.matcher(shareGroup).matches()) {
            throw new IllegalArgumentException("a share group is 1 to 64 of A-Z a-z 0-9 . _ -");
        }
        if (slots < 1 || slots > LeaseConfig.MAX_SLOTS) {
            throw new IllegalArgumentException("1 to " + LeaseConfig.MAX_SLOTS + " slots");
        }
        if (sessionExpiry.compareTo(Duration.ofMinutes(1)) < 0 || sessionExpiry.toSeconds() >= 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("a session expiry is at least PT1M and less than 2^32 - 1 seconds");
        }
    }

    /// Reads `MQTT_SHARE_GROUP`, `MQTT_SLOTS`, `MQTT_SESSION_EXPIRY`, `MQTT_TOPIC_PREFIX`, and what [MqttEndpoint]
    /// reads.
    public static MqttConfig read(Settings settings) {
        return new MqttConfig(
                MqttEndpoint.read(settings),
                settings.matching("MQTT_SHARE_GROUP", "ingestors", SHARE_GROUP, "1 to 64 of A-Z a-z 0-9 . _ -"),
                settings.integer("MQTT_SLOTS", 4, 1, LeaseConfig.MAX_SLOTS),
                settings.duration(
                        "MQTT_SESSION_EXPIRY", Duration.ofDays(7), Duration.ofMinutes(1), Duration.ofDays(3_650)),
                settings.built(
                        "MQTT_TOPIC_PREFIX",
                        new TelemetryTopic(""),
                        () -> new TelemetryTopic(settings.text("MQTT_TOPIC_PREFIX", ""))));
    }

    /// The topic name under which the alerts of a vehicle are told.
    String alertTopic(String vehicleId) {
        return alertLevel() + vehicleId;
    }

    /// Whether ingestors publish under this topic name: a filter of everything behind the prefix brings it back.
    boolean isAlertTopic(String topicName) {
        return topicName.startsWith(alertLevel());
    }

    private String alertLevel() {
        return topic.prefix() + "alerts/";
    }

    /// The client identifier of a slot's session. `/` is outside the grammar of device ids, so no device can be
    /// provisioned under this name and take the session over.
    public String clientIdentifier(int slot) {
        return shareGroup + '/' + slot;
    }
}
