package io.wattline.ingestor.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.netty.channel.Channel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.util.internal.ThreadExecutorMap;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Whether the channel behind a client is found. The way to it is not a public interface: this test fails when it is
/// gone.
class GatheredAcknowledgementsTest {

    @Test
    void findsTheChannelOfAConnection() throws Exception {
        try (var broker = new ScriptedBroker()) {
            var gathering = new CompletableFuture<List<Boolean>>();
            Mqtt5AsyncClient client = MqttClient.builder()
                    .useMqttVersion5()
                    .identifier("test/0")
                    .executorConfig()
                    .nettyThreads(1)
                    .applyExecutorConfig()
                    .serverHost("127.0.0.1")
                    .serverPort(broker.url().getPort())
                    .addConnectedListener(new GatheredAcknowledgements())
                    .addConnectedListener(context -> gathering.complete(channelsThatGather()))
                    .buildAsync();
            var connected = client.connect();
            broker.expect(ScriptedBroker.CONNECT);
            broker.connAck();
            connected.get(10, TimeUnit.SECONDS);

            assertThat(gathering.get(10, TimeUnit.SECONDS)).isNotEmpty().doesNotContain(false);
        }
    }

    @Test
    void gathersOnceOnAChannel() {
        var channel = new EmbeddedChannel();
        GatheredAcknowledgements.gather(channel);
        GatheredAcknowledgements.gather(channel);

        assertThat(channel.pipeline().toMap().values())
                .filteredOn(FlushConsolidationHandler.class::isInstance)
                .hasSize(1);
        channel.finishAndReleaseAll();
    }

    private static List<Boolean> channelsThatGather() {
        List<Boolean> gathering = new ArrayList<>();
        if (ThreadExecutorMap.currentExecutor() instanceof SingleThreadEventLoop loop) {
            loop.registeredChannelsIterator().forEachRemaining(channel -> gathering.add(gathers(channel)));
        }
        return gathering;
    }

    private static boolean gathers(Channel channel) {
        return channel.pipeline().get(FlushConsolidationHandler.class) != null;
    }
}
