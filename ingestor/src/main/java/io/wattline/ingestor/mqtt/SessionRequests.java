package io.wattline.ingestor.mqtt;

import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.unsubscribe.Mqtt5Unsubscribe;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The requests of a slot to the broker over one connection. Each waits for the answer, and throws
/// [BrokerUnavailableException] if it does not come in time or is a refusal.
///
/// @param client of the connection
/// @param config how the broker is met
record SessionRequests(Mqtt5AsyncClient client, MqttConfig config) {

    private static final Duration LIMIT = ClientFactory.CONNECT_TIMEOUT.plusSeconds(10);
    private static final int KEEP_ALIVE_SECONDS = 10;

    /// Resumes the session.
    Mqtt5ConnAck connect() throws InterruptedException {
        return answer(
                "CONNECT",
                client.connectWith()
                        .cleanStart(false)
                        .sessionExpiryInterval(config.sessionExpiry().toSeconds())
                        .keepAlive(KEEP_ALIVE_SECONDS)
                        .restrictions()
                        .receiveMaximum(MqttConfig.RECEIVE_MAXIMUM)
                        .topicAliasMaximum(0)
                        .applyRestrictions()
                        .send());
    }

    /// Joins the share group.
    void subscribe() throws InterruptedException {
        SharedSubscriptions.requireGranted(answer("SUBSCRIBE", client.subscribe(SharedSubscriptions.of(config))));
        Optional<Mqtt5Unsubscribe> superseded = SharedSubscriptions.superseded(config);
        if (superseded.isPresent()) {
            // After the SUBSCRIBE, so that no message finds nobody; one that comes by both is a duplicate.
            answer("UNSUBSCRIBE", client.unsubscribe(superseded.get()));
        }
    }

    /// Leaves the share group.
    void unsubscribe() throws InterruptedException {
        answer("UNSUBSCRIBE", client.unsubscribe(SharedSubscriptions.all(config)));
    }

    private static <T> T answer(String question, CompletableFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new BrokerUnavailableException(question + " failed: " + DisconnectCause.describe(cause), cause);
        } catch (TimeoutException e) {
            throw new BrokerUnavailableException(question + " was not answered in time", e);
        }
    }
}
