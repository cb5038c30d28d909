package io.wattline.sim.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult.Mqtt5Qos1Result;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import io.wattline.sim.load.Publisher.Receipt;
import io.wattline.sim.report.PubackResult;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// One connection with a bounded number of PUBLISHes in flight; what comes beyond it waits here, in order.
///
/// The waiting is bounded by the dispatcher's limit on outstanding bytes. Safe for all threads; receipts are
/// told outside the lock.
final class DeviceConnection {

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Waiting(MqttTopic topic, byte[] payload, Receipt receipt) {}

    private final Mqtt5AsyncClient client;
    private final int maxInFlight;
    // Guarded by this.
    private final Queue<Waiting> waiting = new ArrayDeque<>(0);
    private int inFlight;
    private boolean sending;

    DeviceConnection(Mqtt5AsyncClient client, int maxInFlight) {
        this.client = client;
        this.maxInFlight = maxInFlight;
    }

    Mqtt5AsyncClient client() {
        return client;
    }

    void publish(MqttTopic topic, byte[] payload, Receipt receipt) {
        synchronized (this) {
            waiting.add(new Waiting(topic, payload, receipt));
        }
        sendWhatFits();
    }

    /// One thread at a time sends, the others leave it to that one: a result that comes at once would
    /// otherwise recurse.
    private void sendWhatFits() {
        Waiting next = take(true);
        while (next != null) {
            send(next);
            next = take(false);
        }
    }

    private synchronized @Nullable Waiting take(boolean begin) {
        if (begin && sending) {
            return null;
        }
        Waiting next = inFlight < maxInFlight ? waiting.poll() : null;
        sending = next != null;
        if (next != null) {
            inFlight++;
        }
        return next;
    }

    private void send(Waiting next) {
        Mqtt5Publish publish = Mqtt5Publish.builder()
                .topic(next.topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(next.payload)
                .build();
        next.receipt.handedOver();
        var _ = client.publish(publish).whenComplete((result, fault) -> ended(next.receipt, result, fault));
    }

    private void ended(Receipt receipt, @Nullable Mqtt5PublishResult result, @Nullable Throwable fault) {
        synchronized (this) {
            inFlight--;
        }
        if (result instanceof Mqtt5Qos1Result acknowledged) {
            tell(receipt, acknowledged.getPubAck().getReasonCode());
        } else if (fault instanceof Mqtt5PubAckException refused) {
            tell(receipt, refused.getMqttMessage().getReasonCode());
        } else {
            receipt.ended(PubackResult.UNKNOWN, "");
        }
        sendWhatFits();
    }

    private static void tell(Receipt receipt, Mqtt5PubAckReasonCode reasonCode) {
        switch (reasonCode) {
            case SUCCESS -> receipt.ended(PubackResult.OK, "");
            case NO_MATCHING_SUBSCRIBERS -> receipt.ended(PubackResult.NO_SUBSCRIBER, "");
            default -> receipt.ended(PubackResult.REFUSED, reasonCode.name());
        }
    }
}
