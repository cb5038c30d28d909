package io.wattline.ingestor.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAck;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import io.wattline.telemetry.DeviceKind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/// What every slot subscribes to: the topics of all devices, as a member of the share group.
final class SharedSubscriptions {

    private static final Set<Mqtt5SubAckReasonCode> ACKNOWLEDGED_DELIVERY =
            EnumSet.of(Mqtt5SubAckReasonCode.GRANTED_QOS_1, Mqtt5SubAckReasonCode.GRANTED_QOS_2);

    private SharedSubscriptions() {}

    /// One SUBSCRIBE for all kinds of device, at QoS 1.
    static Mqtt5Subscribe of(MqttConfig config) {
        Stream<Mqtt5Subscription> subscriptions = Arrays.stream(DeviceKind.values())
                .map(kind -> Mqtt5Subscription.builder()
                        .topicFilter("$share/" + config.shareGroup() + '/'
                                + config.topic().filter(kind))
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .retainHandling(Mqtt5RetainHandling.DO_NOT_SEND)
                        .build());
        return Mqtt5Subscribe.builder().addSubscriptions(subscriptions).build();
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
