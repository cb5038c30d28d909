package io.wattline.ingestor.mqtt;

import com.hivemq.client.internal.mqtt.handler.ping.MqttPingHandler;
import com.hivemq.client.internal.mqtt.message.ping.MqttPingResp;
import com.hivemq.client.mqtt.lifecycle.MqttClientConnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttClientConnectedListener;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.internal.ThreadExecutorMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stops and resumes reading from the broker, on all connections of the ingestor at once. Safe for all threads.
///
/// The client has no such switch, and its window is counted in messages, so this sets the channels of the event loop
/// that the client reports its connections on. What the broker has sent waits in the sockets then, and the broker with
/// the rest. Meanwhile answers to our PINGREQs cannot be seen, so the client is told that they have come: it goes on
/// sending them, by which the broker knows that we live. Whether the broker does shows once reading is resumed.
class ReadGate implements MqttClientConnectedListener {

    private static final Logger LOG = LoggerFactory.getLogger(ReadGate.class);
    /// Many times within the keep-alive of a slot, and soon after a DISCONNECT.
    private static final long LOOK_MILLIS = 200;

    private volatile @Nullable SingleThreadEventLoop loop;
    private @Nullable Future<?> looks;

    @Override
    public void onConnected(MqttClientConnectedContext connected) {
        if (ThreadExecutorMap.currentExecutor() instanceof SingleThreadEventLoop found) {
            loop = found;
        } else {
            LOG.warn("bytes in hand are not bounded: the client does not report connections on its event loop");
        }
    }

    /// From the return of the task that is running on the event loop nothing is read, except to the end of a message.
    synchronized void shut() {
        SingleThreadEventLoop current = loop;
        if (current == null) {
            return;
        }
        if (current.inEventLoop()) {
            each(current, ReadGate::stopReading);
        } else {
            current.execute(() -> each(current, ReadGate::stopReading));
        }
        if (looks == null) {
            looks = current.scheduleAtFixedRate(
                    () -> each(current, ReadGate::look), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    synchronized void open() {
        SingleThreadEventLoop current = loop;
        if (current == null || looks == null) {
            return;
        }
        looks.cancel(false);
        looks = null;
        current.execute(() -> each(current, channel -> channel.config().setAutoRead(true)));
    }

    private static void each(SingleThreadEventLoop loop, Consumer<Channel> action) {
        loop.registeredChannelsIterator().forEachRemaining(action);
    }

    /// Not where the connection is still coming about: it must see its CONNACK.
    private static void stopReading(Channel channel) {
        if (channel.pipeline().get(MqttPingHandler.class) != null && !isDisconnecting(channel)) {
            channel.config().setAutoRead(false);
        }
    }

    static void look(Channel channel) {
        ChannelHandlerContext ping = channel.pipeline().context(MqttPingHandler.class);
        if (isDisconnecting(channel)) {
            // The broker's end of it must be seen, or the client waits for it for ten seconds.
            channel.config().setAutoRead(true);
        } else if (!channel.config().isAutoRead() && ping != null) {
            ((MqttPingHandler) ping.handler()).channelRead(ping, MqttPingResp.INSTANCE);
        }
    }

    /// Whether the client has sent its DISCONNECT.
    private static boolean isDisconnecting(Channel channel) {
        return channel instanceof DuplexChannel duplex && duplex.isOutputShutdown();
    }
}
