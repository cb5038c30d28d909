package io.wattline.ingestor.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import io.wattline.ingestor.refusal.RefusalTally;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the broker says under `$SYS`: counters, of which some become metrics, and its log, which tells whom it refuses.
final class BrokerTopics {

    static final String DROPPED = "$SYS/broker/publish/messages/dropped";

    private static final Logger LOG = LoggerFactory.getLogger(BrokerTopics.class);
    private static final String ALL = "$SYS/";
    private static final String STORED = "$SYS/broker/store/messages/count";
    private static final String LOG_TOPICS = "$SYS/broker/log/";
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

    private BrokerTopics() {}

    /// Asks for them. Best effort: other brokers have no such topics, and an ACL may hide them. Of all slots only one
    /// hears the log, or each line would be counted once for each.
    static void subscribe(Mqtt5AsyncClient client, int slot) {
        Stream<String> filters = slot == 0 ? Stream.of(DROPPED, STORED, LOG_TOPICS + '+') : Stream.of(DROPPED, STORED);
        var _ = client.subscribe(Mqtt5Subscribe.builder()
                        .addSubscriptions(filters.map(filter -> Mqtt5Subscription.builder()
                                .topicFilter(filter)
                                .qos(MqttQos.AT_MOST_ONCE)
                                .build()))
                        .build())
                .whenComplete((subAck, refused) -> LOG.debug("subscribed to the broker's own topics", refused));
    }

    /// Whether a message is one of them.
    static boolean isOne(Mqtt5Publish publish) {
        return publish.getTopic().toString().startsWith(ALL);
    }

    static void report(Mqtt5Publish publish, SlotMetrics metrics, RefusalTally refusals) {
        String text = new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8);
        if (publish.getTopic().toString().startsWith(LOG_TOPICS)) {
            refusals.brokerLogged(text);
        } else if (DIGITS.matcher(text).matches()) {
            switch (publish.getTopic().toString()) {
                case DROPPED -> metrics.brokerDropped(Long.parseLong(text), publish.isRetain());
                case STORED -> metrics.brokerStored(Long.parseLong(text));
                default -> LOG.debug("an unexpected counter of the broker: {}", publish.getTopic());
            }
        }
        publish.acknowledge();
    }
}
