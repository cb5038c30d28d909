package io.wattline.ingestor.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the broker says of itself under `$SYS`, and which of it becomes a metric.
final class BrokerCounters {

    static final String DROPPED = "$SYS/broker/publish/messages/dropped";

    private static final Logger LOG = LoggerFactory.getLogger(BrokerCounters.class);
    private static final String ALL = "$SYS/";
    private static final String STORED = "$SYS/broker/store/messages/count";
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

    private BrokerCounters() {}

    /// Asks for them. Best effort: other brokers have no such topics, and an ACL may hide them.
    static void subscribe(Mqtt5AsyncClient client) {
        var _ = client.subscribeWith()
                .topicFilter(DROPPED)
                .qos(MqttQos.AT_MOST_ONCE)
                .addSubscription()
                .topicFilter(STORED)
                .qos(MqttQos.AT_MOST_ONCE)
                .applySubscription()
                .send()
                .whenComplete((subAck, refused) -> LOG.debug("subscribed to the broker's counters", refused));
    }

    /// Whether a message is one of them.
    static boolean isOne(Mqtt5Publish publish) {
        return publish.getTopic().toString().startsWith(ALL);
    }

    static void report(Mqtt5Publish publish, SlotMetrics metrics) {
        String text = new String(publish.getPayloadAsBytes(), StandardCharsets.US_ASCII);
        if (DIGITS.matcher(text).matches()) {
            switch (publish.getTopic().toString()) {
                case DROPPED -> metrics.brokerDropped(Long.parseLong(text));
                case STORED -> metrics.brokerStored(Long.parseLong(text));
                default -> LOG.debug("an unexpected counter of the broker: {}", publish.getTopic());
            }
        }
        publish.acknowledge();
    }
}
