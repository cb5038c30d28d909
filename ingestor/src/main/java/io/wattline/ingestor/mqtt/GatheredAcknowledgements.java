package io.wattline.ingestor.mqtt;

import com.hivemq.client.mqtt.lifecycle.MqttClientConnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttClientConnectedListener;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.internal.ThreadExecutorMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets the acknowledgements of one batch leave in one write to the socket rather than in one each, which is a third of
/// the CPU time of an ingestor under load (docs/performance.md).
///
/// The client flushes after every PUBACK and offers no way to its channel, so this takes the channels of the event loop
/// that the client reports its connection on. Nothing is delayed: what has been written leaves as soon as the loop
/// has done the work that waits for it. Where the loop cannot be found, all works as the client does it by itself.
final class GatheredAcknowledgements implements MqttClientConnectedListener {

    private static final Logger LOG = LoggerFactory.getLogger(GatheredAcknowledgements.class);
    /// After so many PUBACKs it writes in any case: 4 bytes each, so what waits is at most 4 KiB a connection.
    private static final int MOST_AT_ONCE = 1_000;

    @Override
    public void onConnected(MqttClientConnectedContext connected) {
        if (ThreadExecutorMap.currentExecutor() instanceof SingleThreadEventLoop loop) {
            loop.registeredChannelsIterator().forEachRemaining(GatheredAcknowledgements::gather);
        } else {
            LOG.warn("acknowledgements leave one by one: the client does not report connections on its event loop");
        }
    }

    /// Gathers on one channel, before encryption, so that a batch becomes one TLS record too. Once is enough.
    static void gather(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(FlushConsolidationHandler.class) != null) {
            return;
        }
        var gathering = new FlushConsolidationHandler(MOST_AT_ONCE, true);
        ChannelHandlerContext encryption = pipeline.context(SslHandler.class);
        if (encryption == null) {
            pipeline.addFirst(gathering);
        } else {
            pipeline.addAfter(encryption.name(), null, gathering);
        }
    }
}
