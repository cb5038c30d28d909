package io.wattline.ingestor.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAck;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.unsubscribe.Mqtt5Unsubscribe;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What every slot subscribes to: the topics of all devices, as a member of the share group.
final class SharedSubscriptions {

    private static final Set<Mqtt5SubAckReasonCode> ACKNOWLEDGED_DELIVERY =
            EnumSet.of(Mqtt5SubAckReasonCode.GRANTED_QOS_1, Mqtt5SubAckReasonCode.GRANTED_QOS_2);

    private SharedSubscriptions() {}

    /// One SUBSCRIBE for all kinds of device, at QoS 1. The retain flag comes as it was published, to be counted.
    static Mqtt5Subscribe of(MqttConfig config) {
        Stream<Mqtt5Subscription> subscriptions = config.topic().filters().stream()
                .map(filter -> Mqtt5Subscription.builder()
                        .topicFilter(shared(config, filter))
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .retainHandling(Mqtt5RetainHandling.DO_NOT_SEND)
                        .retainAsPublished(true)
                        .build());
        return Mqtt5Subscribe.builder().addSubscriptions(subscriptions).build();
    }

    /// An UNSUBSCRIBE of all of them, and of what earlier versions subscribed to.
    static Mqtt5Unsubscribe all(MqttConfig config) {
        return unsubscribe(
                config,
                Stream.concat(config.topic().filters().stream(), config.topic().kindFilters().stream())
                        .distinct());
    }

    /// An UNSUBSCRIBE of what earlier versions subscribed to and this one does not; empty if there is no such thing.
    static Optional<Mqtt5Unsubscribe> superseded(MqttConfig config) {
        List<String> now = config.topic().filters();
        List<String> old = config.topic().kindFilters();
        return now.equals(old) ? Optional.empty() : Optional.of(unsubscribe(config, old.stream()));
    }

    private static Mqtt5Unsubscribe unsubscribe(MqttConfig config, Stream<String> filters) {
        return Mqtt5Unsubscribe.builder()
                .addTopicFilters(filters.map(filter -> MqttTopicFilter.of(shared(config, filter))))
                .build();
    }

    private static String shared(MqttConfig config, String filter) {
        return "$share/" + config.shareGroup() + '/' + filter;
    }

    /// Makes sure that the broker will deliver every kind until it is acknowledged.
    ///
    /// @throws BrokerUnavailableException if it granted less, for one kind or at QoS 0
    static void requireGranted(Mqtt5SubAck subAck) {
        if (!ACKNOWLEDGED_DELIVERY.containsAll(subAck.getReasonCodes())) {
            throw new BrokerUnavailableException("SUBSCRIBE was not granted at QoS 1: " + subAck.getReasonCodes());
        }
    }
}
