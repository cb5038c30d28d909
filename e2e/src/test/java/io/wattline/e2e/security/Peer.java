package io.wattline.e2e.security;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import io.wattline.tls.TlsFiles;
import io.wattline.tls.TlsMaterial;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A client that connected to the broker over TLS, and what it received there. Connects once and never again.
final class Peer implements AutoCloseable {

    private static final long TIMEOUT_SECONDS = 20;

    private final Mqtt5AsyncClient client;
    private final Mqtt5ConnAck connAck;
    private final Queue<Mqtt5Publish> received;

    private Peer(Mqtt5AsyncClient client, Mqtt5ConnAck connAck, Queue<Mqtt5Publish> received) {
        this.client = client;
        this.connAck = connAck;
        this.received = received;
    }

    /// Connects to a listener on `localhost`, trusting `ca`; throws whatever kept it out.
    static Peer connect(int port, Path ca, Login login) {
        return connect(port, ca, login, Mqtt5Connect.builder().build());
    }

    static Peer connect(int port, Path ca, Login login, Mqtt5Connect connect) {
        Mqtt5AsyncClient client = client(port, ca, login);
        Queue<Mqtt5Publish> received = new ConcurrentLinkedQueue<>();
        client.publishes(MqttGlobalPublishFilter.ALL, received::add);
        return new Peer(client, await(client.connect(connect)), received);
    }

    private static Mqtt5AsyncClient client(int port, Path ca, Login login) {
        Path own = login.certificate();
        TlsMaterial material = TlsMaterial.read(
                own == null
                        ? new TlsFiles(ca, null, null)
                        : new TlsFiles(ca, Path.of(own + ".crt"), Path.of(own + ".key")));
        var tls = MqttClientSslConfig.builder()
                .trustManagerFactory(material.trustFactory())
                .keyManagerFactory(material.identityFactory());
        Mqtt5ClientBuilder builder = MqttClient.builder()
                .useMqttVersion5()
                .identifier(login.clientId())
                .serverHost("localhost")
                .serverPort(port)
                .sslConfig(tls.build());
        if (login.username() != null) {
            var auth = builder.simpleAuth().username(login.username());
            String password = login.password() == null ? "" : login.password();
            auth.password(password.getBytes(StandardCharsets.UTF_8)).applySimpleAuth();
        }
        return builder.buildAsync();
    }

    /// What the broker granted and assigned.
    Mqtt5ConnAck connAck() {
        return connAck;
    }

    boolean isConnected() {
        return client.getState().isConnected();
    }

    /// Publishes at QoS 1 and returns the reason code of the PUBACK.
    Mqtt5PubAckReasonCode publish(String topic, byte[] payload) {
        return await(send(topic, payload));
    }

    /// Publishes `count` payloads with up to the granted number in flight; returns when all are acknowledged.
    List<Mqtt5PubAckReasonCode> publishAll(String topic, int count, IntFunction<byte[]> payload) {
        List<CompletableFuture<Mqtt5PubAckReasonCode>> sent = IntStream.range(0, count)
                .mapToObj(i -> send(topic, payload.apply(i)))
                .toList();
        return sent.stream().map(Peer::await).toList();
    }

    private CompletableFuture<Mqtt5PubAckReasonCode> send(String topic, byte[] payload) {
        return client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload)
                .send()
                .handle(Peer::code);
    }

    /// Publishes a message that asks to be retained; throws if the broker disconnects for it.
    void retain(String topic, byte[] payload) {
        Mqtt5Publish message = Mqtt5Publish.builder()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload)
                .retain(true)
                .build();
        await(client.publish(message)).getError().ifPresent(error -> {
            throw new IllegalStateException(error);
        });
    }

    /// Subscribes; a refused filter throws.
    void subscribe(String filter) {
        await(client.subscribeWith()
                .topicFilter(filter)
                .qos(MqttQos.AT_LEAST_ONCE)
                .send());
    }

    /// Every message that came so far.
    List<Mqtt5Publish> received() {
        return List.copyOf(received);
    }

    /// The client takes a refusal for an exception; here it is an answer.
    private static Mqtt5PubAckReasonCode code(@Nullable Mqtt5PublishResult result, @Nullable Throwable error) {
        if (result instanceof Mqtt5PublishResult.Mqtt5Qos1Result acknowledged) {
            return acknowledged.getPubAck().getReasonCode();
        }
        if (error instanceof Mqtt5PubAckException refused) {
            return refused.getMqttMessage().getReasonCode();
        }
        throw new IllegalStateException("not acknowledged", error);
    }

    private static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the broker did not answer", e);
        }
    }

    @Override
    public void close() {
        if (isConnected()) {
            await(client.disconnect());
        }
    }
}
